#include "fcgi/exchange.hpp"

#include <fcgiapp.h>
#include <sys/socket.h>

#include "fcgi/record_guard.hpp"
#include "fcgi/response_writer.hpp"

namespace callboard::host {
namespace {

constexpr int kResponder = 1;  // FCGI_RESPONDER

// libfcgi's view of one request. It releases what libfcgi allocated, whatever happens.
class LibraryRequest {
 public:
  explicit LibraryRequest(Connection& connection) : connection_(connection) {
    // Without a listening descriptor of its own, a failed parse cannot fall into a blocking accept.
    FCGX_InitRequest(&request_, -1, 0);
    request_.ipcFd = connection.lend();
    // Without this FCGX_Accept_r begins by closing the descriptor.
    request_.keepConnection = 1;
    detach();
  }
  ~LibraryRequest() {
    detach();
    FCGX_Free(&request_, 1);
  }
  LibraryRequest(const LibraryRequest&) = delete;
  LibraryRequest& operator=(const LibraryRequest&) = delete;

  // Reads the parameters. False: there is no request, and libfcgi has closed its descriptor.
  bool accept() { return FCGX_Accept_r(&request_) == 0 && request_.role == kResponder; }

  // Sends what is buffered and the end of the reply. True: the connection goes on.
  bool finish() {
    detach();
    FCGX_Finish_r(&request_);
    if (request_.ipcFd < 0) return false;
    connection_.take_back(std::exchange(request_.ipcFd, -1));
    return true;
  }

  FCGX_Request& get() { return request_; }

 private:
  // libfcgi then closes at once; otherwise it would go on reading for up to 2 s and longer, for as
  // long as the other side sends.
  void detach() { FCGX_Detach(&request_); }

  Connection& connection_;
  FCGX_Request request_{};
};

}  // namespace

void initialise_libfcgi() {
  static std::once_flag once;
  std::call_once(once, [] { FCGX_Init(); });
}

Response plain_refusal(HttpStatus status) {
  return Response::text(fmt::format("{} {}\n", code_of(status), reason_of(status)), status);
}

Exchange::Outcome Exchange::serve(Connection& connection) const {
  connection.enter(Connection::Phase::Receiving, Connection::Clock::now() + limits_.head_time);
  // Well beyond what is answered with 431, so that only what is hopeless is cut off.
  RecordGuard guard(4 * limits_.head.bytes);
  const GuardedReads guarded(guard);
  LibraryRequest library(connection);
  if (!library.accept()) {
    if (guard.refused())
      log_.warning("fastcgi_refused", {{"why", "a length beyond the limits, or two requests at once"}});
    return Outcome::NoRequest;
  }
  connection.enter(Connection::Phase::Answering);

  RequestHead head;
  std::optional<Error> fault;
  try {
    read_head(library.get().envp, limits_.head, head);
  } catch (const Error& error) {
    fault = error;
  }
  FastCgiBody body(library.get().in, fault ? std::nullopt : head.content_length, connection, limits_.body);
  const bool replied = fault ? reply(library.get(), refusal(head, *fault), head) : handle(library.get(), body, head);
  // A reply that broke off must not look like a whole one.
  if (!replied) ::shutdown(connection.socket(), SHUT_RDWR);
  // What is left unread would be taken for the next request.
  if (!replied || !body.drain(limits_.drain)) library.get().keepConnection = 0;
  connection.enter(Connection::Phase::Answering);
  return library.finish() ? Outcome::KeepOpen : Outcome::Close;
}

bool Exchange::handle(FCGX_Request& exchange, FastCgiBody& body, RequestHead& head) const {
  std::optional<Request> request;
  try {
    request.emplace(std::move(head), &body);
  } catch (const Error& error) {
    RequestHead again;
    read_head(exchange.envp, limits_.head, again);
    return reply(exchange, refusal(again, error), again);
  }
  // The request stays until the reply is written: a stream may read from it.
  return reply(exchange, respond(*request), request->head());
}

Response Exchange::respond(Request& request) const {
  try {
    return answer_(request);
  } catch (const std::exception& error) {
    report("request_failed", request.head(), error.what());
  } catch (...) {
    report("request_failed", request.head(), "something that is no std::exception");
  }
  return plain_refusal(HttpStatus::InternalError);
}

Response Exchange::refusal(const RequestHead& head, const Error& error) const {
  report("request_refused", head, error.what());
  try {
    if (refuse_) return refuse_(head, error);
  } catch (const std::exception& failure) {
    report("request_failed", head, failure.what());
  }
  return plain_refusal(error.status());
}

bool Exchange::reply(FCGX_Request& exchange, const Response& response, const RequestHead& head) const {
  try {
    return write_reply(exchange.out, response, head);
  } catch (const BadResponse& error) {
    report("response_refused", head, error.what());
    return write_reply(exchange.out, plain_refusal(HttpStatus::InternalError), head);
  } catch (const std::exception& error) {
    report("response_broken_off", head, error.what());
    return false;
  }
}

// Reporting must not be what fails: memory may be what is short.
void Exchange::report(std::string_view event, const RequestHead& head, std::string_view what) const noexcept {
  try {
    log_.error(event, {{"request", head.id}, {"what", what}});
  } catch (...) {
  }
}

}  // namespace callboard::host
