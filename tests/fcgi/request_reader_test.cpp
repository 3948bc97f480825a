#include "fcgi/request_reader.hpp"

#include <gtest/gtest.h>

namespace callboard::host {
namespace {

RequestHead read(std::vector<const char*> parameters, HeadLimits limits = {}) {
  parameters.push_back(nullptr);
  RequestHead head;
  read_head(parameters.data(), limits, head);
  return head;
}

HttpStatus refused(std::vector<const char*> parameters, HeadLimits limits = {}) {
  try {
    read(std::move(parameters), limits);
    return HttpStatus::Ok;
  } catch (const Error& error) {
    return error.status();
  }
}

TEST(ReadHead, TakesWhatNginxSends) {
  const RequestHead head =
      read({"REQUEST_METHOD=POST", "REQUEST_URI=/courses/7?q=%D0%B0", "CONTENT_LENGTH=12",
            "CONTENT_TYPE=application/json", "HTTP_CONTENT_TYPE=text/plain", "HTTP_CONTENT_LENGTH=99",
            "HTTP_ACCEPT_LANGUAGE=ru", "HTTP_X_FORWARDED_FOR=a=b", "HTTP_HOST=localhost:8080", "REMOTE_ADDR=192.0.2.7",
            "HTTPS=on", "REQUEST_ID=ab-12", "CLIENT_CERTIFICATE=CN=cabinet-1", "CLIENT_SERIAL=0AF1"});
  EXPECT_EQ(head.method, Method::Post);
  EXPECT_EQ(head.target, "/courses/7?q=%D0%B0");
  EXPECT_EQ(head.content_length, 12U);
  EXPECT_EQ(head.headers.get("Content-Type"), "application/json");
  EXPECT_FALSE(head.headers.get("Content-Length"));
  EXPECT_EQ(head.headers.get("Accept-Language"), "ru");
  EXPECT_EQ(head.headers.get("X-Forwarded-For"), "a=b");
  EXPECT_EQ(head.host, "localhost:8080");
  EXPECT_EQ(head.remote_address, "192.0.2.7");
  EXPECT_TRUE(head.secure);
  EXPECT_EQ(head.id, "ab-12");
  EXPECT_EQ(head.client_certificate, "CN=cabinet-1");
  EXPECT_EQ(head.client_serial, "0AF1");
}

TEST(ReadHead, TakesNoHeaderForACertificateOrForTls) {
  const RequestHead head =
      read({"REQUEST_URI=/", "HTTP_CLIENT_CERTIFICATE=CN=forged", "HTTP_HTTPS=on", "HTTP_REQUEST_ID=forged"});
  EXPECT_EQ(head.client_certificate, "");
  EXPECT_FALSE(head.secure);
  EXPECT_NE(head.id, "forged");
}

TEST(ReadHead, TakesOnlyDigitsForALength) {
  for (const char* bad :
       {"CONTENT_LENGTH=+1", "CONTENT_LENGTH=-1", "CONTENT_LENGTH= 1", "CONTENT_LENGTH=1 ", "CONTENT_LENGTH=0x1",
        "CONTENT_LENGTH=1e3", "CONTENT_LENGTH=99999999999999999999", "CONTENT_LENGTH=one"}) {
    EXPECT_EQ(refused({"REQUEST_URI=/", bad}), HttpStatus::BadRequest) << bad;
  }
  EXPECT_FALSE(read({"REQUEST_URI=/", "CONTENT_LENGTH="}).content_length);
  EXPECT_EQ(read({"REQUEST_URI=/", "CONTENT_LENGTH=0"}).content_length, 0U);
}

TEST(ReadHead, MakesAnIdWhereThereIsNoneOrNoGoodOne) {
  const std::string tooLong = "REQUEST_ID=" + std::string(65, 'a');
  for (const char* parameter : {"OTHER=1", "REQUEST_ID=", "REQUEST_ID=a b", "REQUEST_ID=<script>", tooLong.c_str()}) {
    const std::string id = read({"REQUEST_URI=/", parameter}).id;
    EXPECT_EQ(id.size(), 32U) << parameter;
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
  }
  EXPECT_NE(read({"REQUEST_URI=/"}).id, read({"REQUEST_URI=/"}).id);
}

TEST(ReadHead, RefusesMoreThanItsLimits) {
  EXPECT_EQ(refused({"REQUEST_URI=/", "HTTP_A=1", "HTTP_B=1"}, {.headers = 2}), HttpStatus::Ok);
  EXPECT_EQ(refused({"REQUEST_URI=/", "HTTP_A=1", "HTTP_B=1", "HTTP_C=1"}, {.headers = 2}),
            HttpStatus::HeadersTooLarge);
  EXPECT_EQ(refused({"REQUEST_URI=/1234567"}, {.bytes = 20}), HttpStatus::Ok);
  EXPECT_EQ(refused({"REQUEST_URI=/12345678"}, {.bytes = 20}), HttpStatus::HeadersTooLarge);
}

TEST(ReadHead, KeepsWhatItUnderstoodOfARefusedHead) {
  const char* parameters[] = {"REQUEST_ID=known", "REQUEST_URI=/issue_key", "CONTENT_LENGTH=x", nullptr};
  RequestHead head;
  EXPECT_THROW(read_head(parameters, {}, head), BadRequest);
  EXPECT_EQ(head.id, "known");
  EXPECT_EQ(head.target, "/issue_key");
}

TEST(ReadHead, RefusesAHeadWithoutATarget) { EXPECT_EQ(refused({"REQUEST_METHOD=GET"}), HttpStatus::BadRequest); }

}  // namespace
}  // namespace callboard::host
