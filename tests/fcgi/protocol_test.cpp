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
const std::string kHugeLength = "\x7f\xff\xff\xff";

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
      {"NameLongerThanRecords", begin() + record(kParams, "\x05\x05" "ab") + record(kParams, "")},
      {"HugeNameLength", begin() + record(kParams, "\xff\xff\xff\xff\x01" "ab") + record(kParams, "")},
      {"HugeValueLength", begin() + record(kParams, "\x01\xff\xff\xff\xff" "ab") + record(kParams, "")},
      {"HugeNameAndValueLength", begin() + record(kParams, "\xff\xff\xff\xff\xff\xff\xff\xff" "ab") + record(kParams, "")},
      {"HugeLengthWithData", begin() + record(kParams, "\xff\xff\xff\xf0\x0f" + std::string(60000, 'x'))},
      {"LengthCutOff", begin() + record(kParams, "\xff\xff") + record(kParams, "")},
      {"ManyValuesAsked", record(kGetValues, pairs(Parameters(200, {"FCGI_MAX_CONNS", ""})), 0)},
      {"ValuesMalformed", record(kGetValues, "\xff\xff\xff\xff\xff\xff\xff\xff", 0)},
      {"ManagementOfUnknownType", record(99, "what", 0)},
      {"ManagementRecordsWithoutEnd", times(5000, record(99, "", 0))},
      {"EndlessParams", begin() + times(300, record(kParams, pairs(Parameters(100, {"HTTP_X", std::string(300, 'x')}))))},
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

INSTANTIATE_TEST_SUITE_P(Of, GarbageTest, ::testing::ValuesIn(garbage()), [](const auto& one) { return one.param.name; });

class ProtocolTest : public Served {};

}  // namespace
}  // namespace callboard::host
