#include "mail/mime.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/errors.hpp"
#include "mail_testing.hpp"

namespace callboard::host {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

MailParts plain() {
  return {.from = "school@theatre.example",
          .from_name = "Theatre school",
          .to = "anna@mail.example",
          .subject = "Your enrolment",
          .text = "Hello Anna,\nsee you.\n",
          .html = "",
          .attachments = {},
          .message_id = "1234@theatre.example",
          .date = Time(std::chrono::seconds(1'795'248'000))};
}

// What a mail program reads, having found no fault.
nlohmann::json parsed(const MailParts& parts) {
  auto message = parse_message(build_message(parts));
  EXPECT_THAT(message["defects"], IsEmpty());
  EXPECT_EQ(message["ascii"], true);
  EXPECT_EQ(message["bare_line_ends"], 0);
  EXPECT_LE(message["longest_line"].get<int>(), 998);
  return message;
}

TEST(Message, OfPlainTextStaysReadable) {
  EXPECT_EQ(build_message(plain()),
            "Date: Sat, 21 Nov 2026 08:00:00 +0000\r\n"
            "From: Theatre school\r\n <school@theatre.example>\r\n"
            "To: anna@mail.example\r\n"
            "Subject: Your enrolment\r\n"
            "Message-ID: <1234@theatre.example>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: 7bit\r\n"
            "\r\n"
            "Hello Anna,\r\nsee you.\r\n");
}

TEST(Message, CarriesRussianInEveryPart) {
  auto parts = plain();
  parts.from_name = "Школа «Театр», г. Москва";
  parts.subject = "Ваша запись на курс «Сценическая речь для начинающих» подтверждена преподавателем";
  parts.text = "Здравствуйте, Анна!\n";
  const auto message = parsed(parts);
  EXPECT_EQ(message["headers"]["subject"], parts.subject);
  EXPECT_EQ(message["from"], parts.from_name + " <school@theatre.example>");
  EXPECT_EQ(message["body"]["content"], "Здравствуйте, Анна!\r\n");
  EXPECT_LE(message["longest_line"].get<int>(), 78);
}

TEST(Message, FoldsALongSubject) {
  auto parts = plain();
  for (const std::string word : {"word ", "слово ", "=?x?= ", "🎭🎭🎭 "}) {
    parts.subject.clear();
    while (parts.subject.size() < 900) parts.subject += word;
    parts.subject += "end";
    const auto message = parsed(parts);
    EXPECT_EQ(message["headers"]["subject"], parts.subject);
    EXPECT_LE(message["longest_line"].get<int>(), 78);
  }
}

TEST(Message, QuotesANameThatWouldMeanSomethingElse) {
  auto parts = plain();
  parts.from_name = R"(Drama, "Inc" <x@y> \)";
  EXPECT_THAT(build_message(parts), HasSubstr("From: \"Drama, \\\"Inc\\\" <x@y> \\\\\"\r\n <school@theatre.example>"));
  parts.from_name.clear();
  EXPECT_THAT(build_message(parts), HasSubstr("From: school@theatre.example\r\n"));
}

TEST(Message, OffersTextAndHtmlAsAlternatives) {
  auto parts = plain();
  parts.html = "<p>Привет</p>";
  const auto body = parsed(parts)["body"];
  EXPECT_EQ(body["type"], "multipart/alternative");
  ASSERT_EQ(body["parts"].size(), 2U);
  EXPECT_EQ(body["parts"][0]["type"], "text/plain");
  EXPECT_EQ(body["parts"][1]["type"], "text/html");
  EXPECT_THAT(body["parts"][1]["content"].get<std::string>(), HasSubstr("<p>Привет</p>"));
}

TEST(Message, CarriesAttachmentsWithTheirTypesParameters) {
  auto parts = plain();
  parts.html = "<p>x</p>";
  parts.attachments = {{"расписание \"1\".ics", "text/calendar; charset=utf-8; method=REQUEST", "BEGIN:VCALENDAR\r\n"},
                       {"a.bin", "application/octet-stream", std::string(1000, '\x01')}};
  const auto body = parsed(parts)["body"];
  EXPECT_EQ(body["type"], "multipart/mixed");
  ASSERT_EQ(body["parts"].size(), 3U);
  EXPECT_EQ(body["parts"][0]["type"], "multipart/alternative");
  const auto& calendar = body["parts"][1];
  EXPECT_EQ(calendar["parameters"]["method"], "REQUEST");
  EXPECT_EQ(calendar["disposition"], "attachment");
  EXPECT_EQ(calendar["content"], "BEGIN:VCALENDAR\r\n");
  EXPECT_EQ(body["parts"][2]["filename"], "a.bin");
  EXPECT_EQ(body["parts"][2]["content"], std::string(1000, '\x01'));
}

TEST(Message, KeepsTheNameOfAnAttachmentThatIsNotAscii) {
  auto parts = plain();
  parts.attachments = {{"расписание.ics", "text/calendar", "x"}};
  const auto message = build_message(parts);
  EXPECT_THAT(message, HasSubstr("filename*=UTF-8''%D1%80%D0%B0%D1%81"));
}

TEST(Message, SurvivesLongLinesAndForeignLineEnds) {
  auto parts = plain();
  parts.text = std::string(5000, 'x') + "\rb\nc\r\nd";
  EXPECT_EQ(parsed(parts)["body"]["content"], std::string(5000, 'x') + "\r\nb\r\nc\r\nd\r\n");
}

TEST(Message, RefusesToBreakOutOfAHeader) {
  for (const auto& bad : std::vector<std::string>{"a\r\nBcc: x@y", "a\nb", "a\rb", {"a\0b", 3}, "a\x7F"}) {
    auto parts = plain();
    parts.subject = bad;
    EXPECT_THROW(build_message(parts), BadRequest);
    parts = plain();
    parts.to = bad;
    EXPECT_THROW(build_message(parts), BadRequest);
    parts = plain();
    parts.from_name = bad;
    EXPECT_THROW(build_message(parts), BadRequest);
    parts = plain();
    parts.attachments = {{bad, "text/plain", ""}};
    EXPECT_THROW(build_message(parts), BadRequest);
    parts.attachments = {{"a", "text/plain; x=" + bad, ""}};
    EXPECT_THROW(build_message(parts), BadRequest);
  }
}

TEST(Message, RefusesASubjectThatIsTooLongAndATypeThatIsNone) {
  auto parts = plain();
  parts.subject = std::string(1001, 'x');
  EXPECT_THROW(build_message(parts), BadRequest);
  parts = plain();
  parts.attachments = {{"a", "calendar", ""}};
  EXPECT_THROW(build_message(parts), BadRequest);
}

}  // namespace
}  // namespace callboard::host
