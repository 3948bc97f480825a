// What has I/O or time, as interfaces: tests put fakes in their place (callboard/testing/).
// Every implementation is thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "callboard/api.hpp"
#include "callboard/database.hpp"
#include "callboard/text.hpp"
#include "callboard/visitor.hpp"

namespace callboard {

// UTC; microseconds, as both databases keep them.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

class CALLBOARD_API Clock {
 public:
  virtual ~Clock();
  virtual Time now() const = 0;
};

// Structured log lines: an event's fixed name, and its details as members. No secrets, no personal
// data: people appear by id.
class CALLBOARD_API Log {
 public:
  enum class Level { Debug, Info, Warning, Error };
  virtual ~Log();
  virtual void write(Level level, std::string_view event, nlohmann::json details) = 0;

  void debug(std::string_view event, nlohmann::json details = nlohmann::json::object());
  void info(std::string_view event, nlohmann::json details = nlohmann::json::object());
  void warning(std::string_view event, nlohmann::json details = nlohmann::json::object());
  void error(std::string_view event, nlohmann::json details = nlohmann::json::object());
};

struct Attachment {
  std::string name;
  std::string content_type;  // with its parameters: "text/calendar; charset=utf-8; method=REQUEST"
  std::string content;
};

struct Mail {
  std::string to;  // one address (RFC 5321 mailbox)
  Text subject;
  std::string page;  // "courses/mail_confirmed": NAME.txt, and NAME.html where there is one
  nlohmann::json data = nlohmann::json::object();
  Language language = Language::English;
  std::vector<Attachment> attachments = {};
};

// Puts mails into the outbox: a mail leaves if and only if the transaction commits, at least once,
// with a Message-ID that stays the same at every attempt.
class CALLBOARD_API Mailer {
 public:
  virtual ~Mailer();
  // Throws BadRequest for an address that is none.
  virtual void send(Transaction& tx, const Mail& mail) = 0;
};

// A number that only grows, shared by all processes of the host, shown at /-/metrics.
class CALLBOARD_API Counter {
 public:
  virtual ~Counter();
  virtual void add(std::uint64_t n = 1) = 0;
};

class CALLBOARD_API Metrics {
 public:
  virtual ~Metrics();
  // The name by Prometheus' conventions, labels included: `callboard_keys_issued_total{result="ok"}`.
  // The counter lives as long as the process.
  virtual Counter& counter(std::string_view name, std::string_view help) = 0;
};

}  // namespace callboard
