#include "mail/outbox_mailer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/errors.hpp"
#include "callboard/testing/fixed_site.hpp"
#include "mail_testing.hpp"
#include "outbox_fixture.hpp"

namespace callboard::host {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Templates that this test knows: courses/mail.txt, courses/mail.html, courses/plain.txt.
class SmallView : public View {
 public:
  Response render(std::string_view, nlohmann::json, HttpStatus) const override {
    throw std::logic_error("no pages here");
  }
  std::string expand(std::string_view name, const nlohmann::json& data, Language language) const override {
    const bool known = name == "courses/mail.txt" || name == "courses/mail.html" || name == "courses/plain.txt";
    if (!known) throw std::logic_error("no such template");
    const std::string text = language == Language::Russian ? "Привет, " : "Hello ";
    return text + data.at("name").get<std::string>() + "\n";
  }
  std::string translate(const Text& text, Language language) const override {
    return text.fill(language == Language::Russian ? "Запись: {course}" : text.singular());
  }
};

class OutboxMailerTest : public OutboxTest {
 protected:
  void SetUp() override {
    OutboxTest::SetUp();
    outbox_.emplace(database());
    settings_.from = "school@theatre.example";
    settings_.from_name = "Theatre school";
    site_.value.url = "https://school.example";
    mailer_.emplace(settings_, site_, view_, clock(), *outbox_);
  }
  void TearDown() override {
    mailer_.reset();
    outbox_.reset();
    OutboxTest::TearDown();
  }
  static Mail mail() {
    return {.to = "anna@mail.example",
            .subject = _("Enrolment: {course}").with("course", "Voice"),
            .page = "courses/mail",
            .data = {{"name", "Anna"}},
            .attachments = {}};
  }
  void send(const Mail& mail) {
    database().transact([&](Transaction& tx) { mailer_->send(tx, mail); });
  }
  ClaimedMail claimed() {
    const auto id = outbox_->due(clock().now(), 1).at(0);
    return *outbox_->claim(id, clock().now(), clock().now() + std::chrono::minutes(1));
  }

  SmallView view_;
  MailSettings settings_;
  testing::FixedSite site_;
  std::optional<SqlOutbox> outbox_;
  std::optional<OutboxMailer> mailer_;
};
CALLBOARD_ON_BOTH_ENGINES(OutboxMailerTest);

TEST_P(OutboxMailerTest, PutsAFinishedMessageIntoTheOutbox) {
  send(mail());
  const auto sent = claimed();
  EXPECT_EQ(sent.recipient, "anna@mail.example");
  EXPECT_THAT(sent.message_id, EndsWith("@school.example"));
  const auto message = parse_message(sent.message);
  EXPECT_EQ(message["headers"]["message-id"], "<" + sent.message_id + ">");
  EXPECT_EQ(message["headers"]["subject"], "Enrolment: Voice");
  EXPECT_EQ(message["body"]["type"], "multipart/alternative");
  EXPECT_EQ(message["body"]["parts"][0]["content"], "Hello Anna\r\n");
}

TEST_P(OutboxMailerTest, WritesInTheRecipientsLanguage) {
  auto russian = mail();
  russian.language = Language::Russian;
  russian.page = "courses/plain";
  send(russian);
  const auto message = parse_message(claimed().message);
  EXPECT_EQ(message["headers"]["subject"], "Запись: Voice");
  EXPECT_EQ(message["body"]["type"], "text/plain");
  EXPECT_EQ(message["body"]["content"], "Привет, Anna\r\n");
}

TEST_P(OutboxMailerTest, SendsNothingWhenTheTransactionRollsBack) {
  EXPECT_THROW(database().transact([&](Transaction& tx) {
    mailer_->send(tx, mail());
    throw Conflict("too late");
  }),
               Conflict);
  EXPECT_EQ(count("waiting"), 0);
}

TEST_P(OutboxMailerTest, RefusesWhatCannotBeSent) {
  const auto changed = [&](const std::function<void(Mail&)>& change) {
    auto result = mail();
    change(result);
    return result;
  };
  EXPECT_THROW(send(changed([](Mail& m) { m.to = "nobody"; })), BadRequest);
  EXPECT_THROW(send(changed([](Mail& m) { m.to = "a@b\r\nBcc: x@y"; })), BadRequest);
  EXPECT_THROW(send(changed([](Mail& m) { m.subject = _("a {x}").with("x", "b\r\nBcc: x@y"); })), BadRequest);
  EXPECT_THROW(send(changed([](Mail& m) {
                 m.attachments = {{"a", "text/plain", std::string(6'000'000, 'x')}};
               })),
               ContentTooLarge);
  EXPECT_THROW(send(changed([](Mail& m) { m.attachments.resize(11, {"a", "text/plain", ""}); })), ContentTooLarge);
  EXPECT_THROW(send(changed([](Mail& m) { m.page = "courses/unknown"; })), std::logic_error);
  EXPECT_EQ(count("waiting"), 0);
}

TEST_P(OutboxMailerTest, RefusesASenderThatIsNoAddress) {
  settings_.from = "school@";
  EXPECT_THROW(OutboxMailer(settings_, site_, view_, clock(), *outbox_), ConfigError);
}

}  // namespace
}  // namespace callboard::host
