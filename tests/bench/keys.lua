-- Issues and returns keys. Every thread has holders of its own: it issues the key of each, one after the other,
-- then takes each back. Between the two lie as many requests as a thread has holders, far more than it has
-- connections, so the issue is answered before the return is sent.
--
-- Environment: KEYS_ROUND (each round has keys of its own), KEYS_HOLDERS (per thread), KEYS_TOKEN.

local round = os.getenv("KEYS_ROUND")
local holders = tonumber(os.getenv("KEYS_HOLDERS"))
local token = os.getenv("KEYS_TOKEN")
local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

function init()
   local headers = { ["Content-Type"] = "application/json" }
   if token then headers["Authorization"] = "Bearer " .. token end
   ready = {}
   for i = 0, holders - 1 do
      local holder = number * holders + i
      local body = string.format('{"serial":"LOAD%d","key":"L%d-%s"}', holder, holder, round)
      ready[i] = wrk.format("POST", "/issue_key", headers, body)
      ready[holders + i] = wrk.format("POST", "/return_key", headers, body)
   end
   -- wrk asks the first thread for one request that it does not send, to see whether the script is right.
   sent = number == 0 and -2 or -1
end

function request()
   sent = sent + 1
   return ready[sent % (2 * holders)]
end

function done(summary, latency, requests)
   io.write(string.format('RESULT {"requests":%d,"seconds":%.6f,"refused":%d,"failed":%d,"p50_ms":%.3f,"p99_ms":%.3f}\n',
      summary.requests, summary.duration / 1e6, summary.errors.status,
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
