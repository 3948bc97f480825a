-- The same GET again and again, with the cookies in GET_COOKIE if any; prints its result as keys.lua does.
wrk.headers['Cookie'] = os.getenv('GET_COOKIE')

function done(summary, latency, requests)
   io.write(string.format('RESULT {"requests":%d,"seconds":%.6f,"refused":%d,"failed":%d,"p50_ms":%.3f,"p99_ms":%.3f}\n',
      summary.requests, summary.duration / 1e6, summary.errors.status,
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
