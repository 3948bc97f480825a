#include "served.hpp"

namespace callboard::host {
namespace {

using fastcgi::Client;

class DispatcherTest : public Served {};

TEST_F(DispatcherTest, AnswersARequestWithItsIdAndLength) {
  serve();
  const auto reply = client().get("/");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "hello");
  EXPECT_EQ(reply.headers.at("Content-Length"), "5");
  EXPECT_EQ(reply.headers.at("X-Request-Id"), "0123456789abcdef");
}

TEST_F(DispatcherTest, AnswersManyRequestsOnOneKeptConnection) {
  serve();
  Client kept = client();
  for (int i = 0; i < 200; ++i) ASSERT_EQ(kept.get("/").status, 200) << i;
  EXPECT_EQ(dispatcher_->open_connections(), 1U);
}

TEST_F(DispatcherTest, ClosesAConnectionThatIsNotToBeKept) {
  serve();
  Client once = client();
  EXPECT_EQ(once.get("/", {}, false).status, 200);
  EXPECT_TRUE(once.closes_within(5s));
}

TEST_F(DispatcherTest, StarvesNobodyWhen256IdleConnectionsAreKeptOnFourThreads) {
  serve({.threads = 4});
  std::vector<Client> kept;
  for (int i = 0; i < 256; ++i) kept.push_back(client());
  for (Client& each : kept) ASSERT_EQ(each.get("/").status, 200);
  for (int i = 0; i < 40; ++i) ASSERT_EQ(client().get("/").status, 200) << "fresh " << i;
  for (Client& each : kept) ASSERT_EQ(each.get("/").status, 200) << "kept, after the fresh ones";
}

TEST_F(DispatcherTest, ReadsABodyOfManyMegabytesToItsEnd) {
  serve({.threads = 2}, [](Request& request) {
    request.set_body_limit(64 << 20);
    return Response::text(std::to_string(request.body().size()));
  });
  EXPECT_EQ(client().post("/length", std::string(9 << 20, 'x')).body, std::to_string(9 << 20));
}

TEST_F(DispatcherTest, SendsABodyOfManyMegabytesUnchanged) {
  std::string large(5 << 20, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 2654435761U >> 16);
  serve({.threads = 2}, [large](Request&) { return Response::bytes(large, "application/octet-stream"); });
  EXPECT_EQ(client().get("/").body, large);
}

TEST_F(DispatcherTest, DropsABodyThatNobodyReadAndKeepsTheConnection) {
  serve();
  Client kept = client();
  EXPECT_EQ(kept.post("/", std::string(3 << 20, 'x')).status, 200);
  EXPECT_EQ(kept.post("/length", "12345").body, "5");
}

TEST_F(DispatcherTest, TellsTheHandlerThatAnUploadWasAborted) {
  std::atomic<bool> refused = false;
  serve({.threads = 1}, [&](Request& request) {
    try {
      return Response::text(request.body());
    } catch (const BadRequest&) {
      refused = true;
      throw;
    }
  });
  Client gone = client();
  gone.send(
      fastcgi::begin() +
      fastcgi::stream(fastcgi::kParams, fastcgi::pairs(Client::parameters("POST", "/", {{"CONTENT_LENGTH", "1000"}}))) +
      fastcgi::record(fastcgi::kStdin, "half"));
  gone.close();
  EXPECT_TRUE(becomes_true([&] { return refused.load(); }));
  EXPECT_TRUE(becomes_true([&] { return dispatcher_->open_connections() == 0; }));
}

TEST_F(DispatcherTest, RefusesABodyShorterThanAnnounced) {
  serve({.threads = 1}, [](Request& request) {
    try {
      return Response::text(request.body());
    } catch (const BadRequest&) {
      return plain_refusal(HttpStatus::BadRequest);
    }
  });
  Client client = this->client();
  client.send(
      fastcgi::begin() +
      fastcgi::stream(fastcgi::kParams, fastcgi::pairs(Client::parameters("POST", "/", {{"CONTENT_LENGTH", "10"}}))) +
      fastcgi::stream(fastcgi::kStdin, "half"));
  EXPECT_EQ(client.receive().status, 400);
}

TEST_F(DispatcherTest, TurnsWhatAHandlerThrowsIntoAPlain500AndALogLine) {
  serve();
  Client kept = client();
  const auto reply = kept.get("/throw");
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.body.find("secret"), std::string::npos);
  EXPECT_TRUE(logged("request_failed"));
  EXPECT_EQ(kept.get("/").status, 200);
}

TEST_F(DispatcherTest, LivesOnWhenAHandlerRunsOutOfMemory) {
  serve({.threads = 1});
  EXPECT_EQ(client().get("/memory").status, 500);
  EXPECT_EQ(client().get("/").status, 200);
}

TEST_F(DispatcherTest, AnswersABadlyEncodedPathWith400) {
  serve();
  Client kept = client();
  EXPECT_EQ(kept.get("/%zz").status, 400);
  EXPECT_EQ(kept.get("/%ff").status, 400);
  EXPECT_EQ(kept.get("/").status, 200);
}

TEST_F(DispatcherTest, AcceptsNobodyBeyondItsLimitUntilAConnectionCloses) {
  serve({.threads = 2, .connections = 3});
  std::vector<Client> kept;
  for (int i = 0; i < 3; ++i) kept.push_back(client());
  for (Client& each : kept) ASSERT_EQ(each.get("/").status, 200);
  Client waiting = client();
  waiting.send(Client::request("GET", "/"));
  EXPECT_THROW(waiting.receive(300ms), std::runtime_error);
  kept.pop_back();
  EXPECT_EQ(waiting.receive().status, 200);
}

TEST_F(DispatcherTest, ClosesAConnectionThatIsIdleForTooLong) {
  serve({.threads = 1, .idle_timeout = 200ms});
  Client idle = client();
  ASSERT_EQ(idle.get("/").status, 200);
  EXPECT_TRUE(idle.closes_within(5s));
}

}  // namespace
}  // namespace callboard::host
