// What is no FastCGI, or not all of it. After each of them a good request must work at once: a thread
// that garbage can hold is a thread that an attacker can hold.
#include "served.hpp"

namespace callboard::host {
namespace {

using namespace fastcgi;

struct Garbage {
  std::string name;
  std::string bytes;
};

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

const std::string kGoodParams = stream(kParams, pairs(Client::parameters("GET", "/")));

std::vector<Garbage> garbage() {
  return {
      {"Http", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"Zeros", std::string(4096, '\0')},
      {"Ones", std::string(4096, '\xff')},
      {"Text", times(2000, "lorem ipsum ")},
      {"OtherVersion", record(kBegin, std::string(8, '\0'), 1, 0, 2)},
      {"BeginTooShort", record(kBegin, "abc")},
      {"BeginTooLong", record(kBegin, std::string(64, '\1'))},
      {"BeginWithIdZero", begin(true, 0)},
      {"UnknownRole", begin(true, 1, 9) + kGoodParams},
      {"Authorizer", begin(true, 1, 2) + kGoodParams + record(kStdin, "")},
      {"ParamsWithoutBegin", kGoodParams + record(kStdin, "")},
      {"StdinInsteadOfParams", begin() + record(kStdin, "body")},
      {"UnknownTypeWithinRequest", begin() + record(77, "what")},
      {"AbortInsteadOfParams", begin() + record(kAbort, "")},
      {"AbortWithinParams", begin() + record(kParams, pairs({{"A", "b"}})) + record(kAbort, "")},
      {"NameLongerThanRecords", begin() +
                                    record(kParams,
                                           "\x05\x05"
                                           "ab") +
                                    record(kParams, "")},
      {"HugeNameLength", begin() +
                             record(kParams,
                                    "\xff\xff\xff\xff\x01"
                                    "ab") +
                             record(kParams, "")},
      {"HugeValueLength", begin() +
                              record(kParams,
                                     "\x01\xff\xff\xff\xff"
                                     "ab") +
                              record(kParams, "")},
      {"HugeNameAndValueLength", begin() +
                                     record(kParams,
                                            "\xff\xff\xff\xff\xff\xff\xff\xff"
                                            "ab") +
                                     record(kParams, "")},
      {"HugeLengthWithData", begin() + record(kParams, "\xff\xff\xff\xf0\x0f" + std::string(60000, 'x'))},
      {"LengthsThatOverflow", begin() + record(kParams, "\xff\xff\xff\xf0\x0f" + std::string(100, 'x'))},
      {"LengthsThatOverflowInValues", record(kGetValues, "\xff\xff\xff\xf0\x0f" + std::string(100, 'x'), 0)},
      {"LengthsThatOverflowByteByByte", begin() + record(kParams, "\xff") + record(kParams, "\xff") +
                                            record(kParams, "\xff") + record(kParams, "\xf0") +
                                            record(kParams, "\x0f") + record(kParams, "xx")},
      {"LengthCutOff", begin() + record(kParams, "\xff\xff") + record(kParams, "")},
      {"ManyValuesAsked", record(kGetValues, pairs(Parameters(200, {"FCGI_MAX_CONNS", ""})), 0)},
      {"ValuesMalformed", record(kGetValues, "\xff\xff\xff\xff\xff\xff\xff\xff", 0)},
      {"ManagementOfUnknownType", record(99, "what", 0)},
      {"ManagementRecordsWithoutEnd", times(5000, record(99, "", 0))},
      {"EndlessParams",
       begin() + times(300, record(kParams, pairs(Parameters(100, {"HTTP_X", std::string(300, 'x')}))))},
      {"ManyParams", begin() + times(200, record(kParams, pairs(Parameters(1000, {"A", "b"}))))},
  };
}

class GarbageTest : public Served, public ::testing::WithParamInterface<Garbage> {};

TEST_P(GarbageTest, HoldsNoThread) {
  serve({.threads = 1, .io_timeout = 200ms});
  Client bad = client();
  bad.send(GetParam().bytes);
  // The one thread there is, is free again within the time for a head and a bit.
  Client good = client();
  good.send(Client::request("GET", "/"));
  EXPECT_EQ(good.receive(2s).status, 200);
}

TEST_P(GarbageTest, IsSurvivedWhenTheSenderHasGone) {
  serve({.threads = 1, .io_timeout = 200ms});
  client().send(GetParam().bytes);
  EXPECT_EQ(client().get("/").status, 200);
  EXPECT_TRUE(becomes_true([&] { return dispatcher_->open_connections() == 0; }));
}

INSTANTIATE_TEST_SUITE_P(Of, GarbageTest, ::testing::ValuesIn(garbage()),
                         [](const auto& one) { return one.param.name; });

class ProtocolTest : public Served {};

TEST_F(ProtocolTest, FreesItsThreadFromARequestThatStopsHalfway) {
  const std::string whole = Client::request("POST", "/length", "0123456789");
  serve({.threads = 1, .io_timeout = 150ms, .body = {.grace = 300ms}});
  for (std::size_t sent = 1; sent < whole.size(); sent += 17) {
    Client half = client();
    half.send(std::string_view(whole).substr(0, sent));
    Client good = client();
    good.send(Client::request("GET", "/"));
    ASSERT_EQ(good.receive(2s).status, 200) << "after " << sent << " bytes";
    ASSERT_TRUE(half.closes_within(2s)) << "after " << sent << " bytes";
  }
}

// Each byte comes in time, but the head as a whole does not.
TEST_F(ProtocolTest, FreesItsThreadFromAHeadThatTricklesIn) {
  serve({.threads = 1, .io_timeout = 300ms});
  Client slow = client();
  const std::string whole = Client::request("GET", "/");
  const auto begin = std::chrono::steady_clock::now();
  std::size_t sent = 0;
  while (sent < whole.size() && slow.send(whole.substr(sent, 1))) {
    ++sent;
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_LT(sent, whole.size());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_EQ(client().get("/").status, 200);
}

TEST_F(ProtocolTest, FreesItsThreadFromABodyThatTricklesIn) {
  serve({.threads = 1, .io_timeout = 300ms, .body = {.grace = 400ms, .bytes_per_second = 1024}});
  Client slow = client();
  slow.send(fastcgi::begin() +
            stream(kParams, pairs(Client::parameters("POST", "/length", {{"CONTENT_LENGTH", "1000"}}))));
  int sent = 0;
  while (sent < 500 && slow.send(record(kStdin, "x"))) {
    ++sent;
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_LT(sent, 500);
  EXPECT_EQ(client().get("/").status, 200);
}

TEST_F(ProtocolTest, AnswersTooLargeAHeadWith431) {
  serve();
  EXPECT_EQ(client().get("/", {{"HTTP_X", std::string(70000, 'x')}}).status, 431);
  EXPECT_EQ(client().get("/", Parameters(101, {"HTTP_X", "x"})).status, 431);
}

TEST_F(ProtocolTest, CutsAHeadOffThatIsLargerStill) {
  serve();
  Client huge = client();
  huge.send(begin() + stream(kParams, pairs({{"HTTP_X", std::string(300000, 'x')}})));
  EXPECT_TRUE(huge.closes_within(5s));
}

TEST_F(ProtocolTest, TellsItsValuesToWhoAsksBeforeARequest) {
  serve();
  Client asking = client();
  asking.send(record(kGetValues, pairs({{"FCGI_MPXS_CONNS", ""}, {"FCGI_MAX_CONNS", ""}, {"OTHER", ""}}), 0) +
              Client::request("GET", "/"));
  const auto [type, content] = asking.receive_record();
  EXPECT_EQ(type, kGetValuesResult);
  EXPECT_NE(content.find("FCGI_MPXS_CONNS0"), std::string::npos) << "no multiplexing";
  EXPECT_EQ(asking.receive().status, 200);
}

TEST_F(ProtocolTest, CutsOffAConnectionThatMixesTwoRequests) {
  std::atomic<int> answered = 0;
  serve({.threads = 1}, [&](Request& request) {
    ++answered;
    return Response::text(request.body());
  });
  Client both = client();
  both.send(fastcgi::begin(true, 1) + fastcgi::begin(true, 2) +
            stream(kParams, pairs(Client::parameters("POST", "/length")), 2) + stream(kStdin, "", 2));
  EXPECT_TRUE(both.closes_within(5s));
  EXPECT_EQ(answered, 0);
}

TEST_F(ProtocolTest, EndsARequestThatIsAbortedWithinItsBody) {
  std::atomic<bool> ended = false;
  serve({.threads = 1}, [&](Request& request) {
    try {
      return Response::text(request.body());
    } catch (const BadRequest&) {
      ended = true;
      throw;
    }
  });
  Client aborting = client();
  aborting.send(fastcgi::begin() +
                stream(kParams, pairs(Client::parameters("POST", "/", {{"CONTENT_LENGTH", "1000"}}))) +
                record(kStdin, "half") + record(kAbort, ""));
  EXPECT_TRUE(becomes_true([&] { return ended.load(); }));
  EXPECT_TRUE(aborting.closes_within(5s));
}

TEST_F(ProtocolTest, TakesRecordsInAnyPiecesAndWithPadding) {
  serve({.threads = 1});
  const std::string parameters = pairs(Client::parameters("POST", "/length", {{"CONTENT_LENGTH", "300"}}));
  std::string bytes = fastcgi::begin();
  for (const char byte : parameters) bytes += record(kParams, std::string(1, byte), 1, 7);
  bytes += record(kParams, "");
  for (int i = 0; i < 300; ++i) bytes += record(kStdin, "x", 1, 255);
  bytes += record(kStdin, "");
  Client pieces = client();
  pieces.send(bytes);
  EXPECT_EQ(pieces.receive().body, "300");
  EXPECT_EQ(pieces.get("/").status, 200);
}

}  // namespace
}  // namespace callboard::host
