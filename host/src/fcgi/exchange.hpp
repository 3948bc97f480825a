// One request on one connection, by libfcgi: the only place that knows its recipe.
#pragma once

#include "callboard/services.hpp"
#include "fcgi/answer.hpp"
#include "fcgi/connections.hpp"
#include "fcgi/request_reader.hpp"

namespace callboard::host {

struct ExchangeLimits {
  HeadLimits head = {};
  std::chrono::milliseconds head_time{10000};  // from the first byte to the last parameter
  BodyPace body = {};
  std::uint64_t drain = 1ULL << 32;  // bytes of an unread body that are dropped to keep the connection
};

// Initialises libfcgi, once per process. SIGTERM and its kind must be taken care of before: libfcgi
// installs handlers of its own where there are none.
void initialise_libfcgi();

class Exchange {
 public:
  // The references outlive it. Thread-safe.
  Exchange(const Answer& answer, const Refuse& refuse, Log& log, ExchangeLimits limits)
      : answer_(answer), refuse_(refuse), log_(log), limits_(limits) {}

  enum class Outcome { KeepOpen, Close, NoRequest };
  // Reads one request from a readable connection, answers it. NoRequest: the client has closed, was
  // too slow, or what it sent is no FastCGI.
  Outcome serve(Connection& connection) const;

 private:
  // False: nothing more may follow on this connection.
  bool handle(FCGX_Request& exchange, FastCgiBody& body, RequestHead& head) const;
  Response respond(Request& request) const;
  Response refusal(const RequestHead& head, const Error& error) const;
  bool reply(FCGX_Request& exchange, const Response& response, const RequestHead& head) const;
  void report(std::string_view event, const RequestHead& head, std::string_view what) const noexcept;

  const Answer& answer_;
  const Refuse& refuse_;
  Log& log_;
  ExchangeLimits limits_;
};

}  // namespace callboard::host
