// From FastCGI parameters to a RequestHead, and the request's body as a stream.
#pragma once

#include <fcgiapp.h>

#include "callboard/http.hpp"
#include "fcgi/connections.hpp"

namespace callboard::host {

struct HeadLimits {
  std::size_t headers = 100;
  std::size_t bytes = 64 * 1024;  // all parameters together, the request line among them
};

// Fills `head` from parameters ("NAME=value", ended by a null pointer). What was understood before an
// error stays in `head`, so that the refusal can be answered in the right form.
// Throws BadRequest; Error 431 beyond the limits.
void read_head(const char* const* parameters, const HeadLimits& limits, RequestHead& head);

// A body may take this long, and longer by the bytes that have arrived: a slow sender is patience's
// matter, a stuck one is not.
struct BodyPace {
  std::chrono::milliseconds grace{30000};
  std::uint64_t bytes_per_second = 16 * 1024;
};

// The body of the request that `in` has delivered the parameters of. Belongs to one thread.
class FastCgiBody : public BodySource {
 public:
  FastCgiBody(FCGX_Stream* in, std::optional<std::uint64_t> length, Connection& connection, BodyPace pace)
      : in_(in), length_(length), connection_(connection), pace_(pace) {}

  // Throws BadRequest when the sender stopped, was too slow, or sent fewer bytes than it announced.
  std::size_t read(std::span<char> into) override;
  // Reads and drops the rest, so that the next request on this connection starts at its beginning.
  // False when that is not possible: the connection must go.
  bool drain(std::uint64_t limit);

 private:
  std::size_t receive(std::span<char> into);
  void extend_deadline();

  FCGX_Stream* in_;
  std::optional<std::uint64_t> length_;
  Connection& connection_;
  BodyPace pace_;
  std::uint64_t received_ = 0;
  std::optional<Connection::Clock::time_point> started_;
};

}  // namespace callboard::host
