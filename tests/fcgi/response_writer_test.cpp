#include "fcgi/response_writer.hpp"

#include "served.hpp"

namespace callboard::host {
namespace {

using fastcgi::Client;

RequestHead request(bool secure = false) {
  RequestHead head;
  head.id = "id-1";
  head.secure = secure;
  return head;
}

bool has(const std::string& head, std::string_view line) {
  return head.find(std::string(line) + "\r\n") != std::string::npos;
}

TEST(ReplyHead, StatesStatusLengthAndId) {
  const std::string head = reply_head(Response::text("hello", HttpStatus::NotFound), request());
  EXPECT_TRUE(head.starts_with("Status: 404 Not Found\r\n"));
  EXPECT_TRUE(has(head, "Content-Type: text/plain; charset=utf-8"));
  EXPECT_TRUE(has(head, "Content-Length: 5"));
  EXPECT_TRUE(has(head, "X-Request-Id: id-1"));
  EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

TEST(ReplyHead, StatesALengthOfZeroForARedirect) {
  const std::string head = reply_head(see_other("/login"), request());
  EXPECT_TRUE(has(head, "Location: /login"));
  EXPECT_TRUE(has(head, "Content-Length: 0"));
}

TEST(ReplyHead, StatesNoLengthWhereThereIsNoBody) {
  for (const auto status : {HttpStatus::NoContent, HttpStatus::NotModified}) {
    EXPECT_EQ(reply_head(Response(status), request()).find("Content-Length"), std::string::npos);
    EXPECT_THROW(reply_head(Response::text("body", status), request()), BadResponse);
  }
}

TEST(ReplyHead, WritesCookiesWithTheirAttributes) {
  const auto head = [](Cookie cookie, bool secure) {
    return reply_head(Response().cookie(std::move(cookie)), request(secure));
  };
  EXPECT_TRUE(has(head({"a", "1", {}, true, "/"}, false), "Set-Cookie: a=1; Path=/; HttpOnly; SameSite=Lax"));
  EXPECT_TRUE(has(head({"a", "1", {}, true, "/"}, true), "Set-Cookie: a=1; Path=/; HttpOnly; Secure; SameSite=Lax"));
  EXPECT_TRUE(has(head({"a", "", std::chrono::seconds(0), false, "/x"}, false),
                  "Set-Cookie: a=; Path=/x; Max-Age=0; SameSite=Lax"));
}

TEST(ReplyHead, RefusesWhatWouldBreakOutOfItsLine) {
  const auto with = [](std::string_view name, std::string value) { return Response().header(name, std::move(value)); };
  for (const char* value : {"a\r\nSet-Cookie: x=1", "a\nb", "a\rb", "a\x7f"}) {
    EXPECT_THROW(reply_head(with("Location", value), request()), BadResponse) << value;
  }
  EXPECT_THROW(reply_head(with("Location", std::string("a\0b", 3)), request()), BadResponse);
  for (const char* name : {"", "a b", "a:", "a\r\nb", "\xd0\xb0"}) {
    EXPECT_THROW(reply_head(with(name, "v"), request()), BadResponse) << name;
  }
  EXPECT_NO_THROW(reply_head(with("X-Text", "tab\tand \xd0\xb0 are fine"), request()));
}

TEST(ReplyHead, RefusesACookieThatWouldGainAttributes) {
  const auto with = [](Cookie cookie) { return Response().cookie(std::move(cookie)); };
  for (const char* value : {"a; Domain=evil", "a b", "a\r\nb", "\"a\"", "a,b", "a\\b", "\xd0\xb0"}) {
    EXPECT_THROW(reply_head(with({"name", value, {}, true, "/"}), request()), BadResponse) << value;
  }
  EXPECT_THROW(reply_head(with({"na=me", "v", {}, true, "/"}), request()), BadResponse);
  EXPECT_THROW(reply_head(with({"name", "v", {}, true, "/; Domain=evil"}), request()), BadResponse);
}

TEST(ReplyHead, RefusesHeadersThatAreOurs) {
  for (const char* name : {"status", "Content-Length", "X-REQUEST-ID", "Set-Cookie"}) {
    EXPECT_THROW(reply_head(Response().header(name, "1"), request()), BadResponse) << name;
  }
}

class WriterTest : public Served {};

TEST_F(WriterTest, AnswersHeadWithTheLengthAndNoBody) {
  serve();
  Client client = this->client();
  client.send(Client::request("HEAD", "/"));
  const auto reply = client.receive();
  EXPECT_EQ(reply.headers.at("Content-Length"), "5");
  EXPECT_EQ(reply.body, "");
}

TEST_F(WriterTest, StreamsABodyOfUnknownLength) {
  serve({.threads = 1}, [](Request&) {
    return Response::stream(
        [](const Response::Write& write) {
          for (int i = 0; i < 1000; ++i) EXPECT_TRUE(write(std::string(1000, 'x')));
        },
        "text/plain");
  });
  const auto reply = client().get("/");
  EXPECT_EQ(reply.body.size(), 1'000'000U);
  EXPECT_FALSE(reply.headers.contains("Content-Length"));
}

TEST_F(WriterTest, TellsAStreamThatTheClientHasGone) {
  std::atomic<bool> noticed = false;
  serve({.threads = 1, .io_timeout = 500ms}, [&](Request&) {
    return Response::stream(
        [&](const Response::Write& write) {
          while (write(std::string(10000, 'x'))) {
          }
          noticed = true;
        },
        "text/plain");
  });
  client().send(Client::request("GET", "/"));
  EXPECT_TRUE(becomes_true([&] { return noticed.load(); }));
}

// A client that takes nothing must not hold a thread for ever either.
TEST_F(WriterTest, GivesUpOnAClientThatDoesNotRead) {
  serve({.threads = 1, .io_timeout = 200ms}, [](Request&) { return Response::text(std::string(20 << 20, 'x')); });
  Client silent = client();
  silent.send(Client::request("GET", "/"));
  EXPECT_TRUE(becomes_true([&] { return dispatcher_->open_connections() == 0; }, 5s));
}

TEST_F(WriterTest, MarksAStreamThatBrokeOffAsBroken) {
  serve({.threads = 1}, [](Request&) {
    return Response::stream(
        [](const Response::Write& write) {
          write("the first half");
          throw std::runtime_error("the source failed");
        },
        "text/plain");
  });
  Client client = this->client();
  client.send(Client::request("GET", "/"));
  EXPECT_THROW(client.receive(), fastcgi::Closed) << "without FCGI_END_REQUEST nginx knows";
  EXPECT_TRUE(logged("response_broken_off"));
}

TEST_F(WriterTest, TurnsAResponseThatMustNotLeaveIntoA500) {
  serve({.threads = 1}, [](Request&) { return Response().header("X-Name", "a\r\nb"); });
  Client kept = client();
  EXPECT_EQ(kept.get("/").status, 500);
  EXPECT_EQ(kept.get("/").status, 500) << "on the same connection";
  EXPECT_TRUE(logged("response_refused"));
}

}  // namespace
}  // namespace callboard::host
