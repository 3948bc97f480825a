// A fresh database of each engine with two kinds of things to review: "play" 1 to 9, and "book", which only the visitor
// 7 may review. Students are 1 to 99, moderators 101 and 102; of all the name and the address are known.
#pragma once

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "author_data.hpp"
#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/fixed_site.hpp"
#include "callboard/testing/recording_audit_log.hpp"
#include "callboard/testing/recording_mailer.hpp"
#include "moderation.hpp"
#include "published.hpp"
#include "reporting.hpp"
#include "sql_moderation.hpp"
#include "sql_reviews.hpp"
#include "sql_totals.hpp"
#include "writing.hpp"

namespace reviews {

using namespace callboard;

class NumberedPeople : public PeopleNames {
 public:
  std::map<UserId, PersonName> names(Transaction&, const std::vector<UserId>& users) const override {
    std::map<UserId, PersonName> found;
    for (const auto user : users) found[user] = {"user" + std::to_string(to_sql(user)), "Anna Number"};
    return found;
  }
  std::vector<UserId> named(Transaction&, const std::string&) const override { return {}; }
  std::map<UserId, PersonAddress> addresses(Transaction&, const std::vector<UserId>& users) const override {
    std::map<UserId, PersonAddress> found;
    for (const auto user : users) {
      found[user] = {"user" + std::to_string(to_sql(user)) + "@mail.example", "Anna", Language::Russian};
    }
    return found;
  }
  std::vector<UserId> with_role(Transaction&, const std::string&) const override { return {}; }
};

class ReviewsTest : public callboard::testing::DatabaseTest {
 protected:
  using Wish = Moderation::Wish;
  using Outcome = Moderation::Outcome;

  Migrations migrations() const override { return {{"reviews", CALLBOARD_SOURCE_DIR "/sql/reviews"}}; }
  void SetUp() override {
    DatabaseTest::SetUp();
    published_ = std::make_unique<Published>(database(), kinds_, people_);
    published_->add(kind("play", [](const Visitor&) { return true; }));
    published_->add(kind("book", [](const Visitor& visitor) { return visitor.user == UserId{7}; }));
    writing_ = std::make_unique<Writing>(database(), kinds_, clock());
    mails_ = std::make_unique<DecisionMails>(DecisionMails::Parts{kinds_, site_, people_, mailer_, log()});
    moderation_ =
        std::make_unique<Moderation>(Moderation::Parts{database(), kinds_, clock(), audit_, people_, *mails_});
    reporting_ = std::make_unique<Reporting>(database(), clock());
  }

  static Visitor person(std::int64_t user) {
    Visitor visitor;
    visitor.kind = Visitor::Kind::Person;
    visitor.user = UserId{user};
    visitor.roles = {user > 100 ? "admin" : "student"};
    return visitor;
  }
  static Visitor moderator(int number = 1) { return person(100 + number); }

  // What is written; each a second later than the last.
  ReviewId write(std::int64_t user, const std::string& subject = "play:1", int stars = 4,
                 const std::string& text = "What a fine evening.") {
    clock().advance(std::chrono::seconds(1));
    const auto written = writing_->write(person(user), subject, {stars, text});
    EXPECT_FALSE(written.faults) << written.faults.json();
    return database().read([&](Transaction& tx) {
      return SqlReviews::own(tx, {subject.substr(0, 4), std::stoll(subject.substr(5))}, UserId{user}).value().id;
    });
  }
  Review review(ReviewId id) {
    return database().read([&](Transaction& tx) { return SqlReviews::find(tx, id).value(); });
  }
  Seen seen(ReviewId id) { return {id, review(id).version}; }
  Outcome decide(ReviewId id, Wish wish, const std::string& text = "", int by = 1) {
    clock().advance(std::chrono::seconds(1));
    return moderation_->decide(moderator(by), seen(id), {wish, text}).outcome;
  }
  ReviewId approved(std::int64_t user, const std::string& subject = "play:1", int stars = 4) {
    const auto id = write(user, subject, stars);
    EXPECT_EQ(decide(id, Wish::Approve), Outcome::Done);
    return id;
  }
  Writing::Change revise(ReviewId id, std::int64_t user, const std::string& text, int stars = 4) {
    clock().advance(std::chrono::seconds(1));
    return writing_->revise(person(user), id, review(id).version, {stars, text}).outcome;
  }
  Rating rating(std::int64_t id = 1) {
    return database().read_single([&](Transaction& tx) { return published_->ratings(tx, "play", {id})[id]; });
  }
  std::vector<std::string> texts(const PublicQuery& query = {}) {
    std::vector<std::string> found;
    for (const auto& each : published_->list({}, query).reviews) found.push_back(each.published->text);
    return found;
  }
  bool totals_are_right() {
    return database().read([](Transaction& tx) { return SqlTotals::wrong(tx).empty(); });
  }
  long long number(const std::string& select) {
    return database().read_single([&](Transaction& tx) {
      long long value = 0;
      tx.sql() << select, soci::into(value);
      return value;
    });
  }
  template <typename Work>
  static void on_threads(int count, const Work& work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
    for (auto& thread : threads) thread.join();
  }

  NumberedPeople people_;
  callboard::testing::FixedSite site_;
  callboard::testing::RecordingMailer mailer_;
  callboard::testing::RecordingAuditLog audit_;
  SubjectKinds kinds_;
  std::unique_ptr<Published> published_;
  std::unique_ptr<Writing> writing_;
  std::unique_ptr<DecisionMails> mails_;
  std::unique_ptr<Moderation> moderation_;
  std::unique_ptr<Reporting> reporting_;

 private:
  static SubjectKind kind(const std::string& name, std::function<bool(const Visitor&)> may) {
    const auto is_there = [](std::int64_t id) { return id >= 1 && id <= 9; };
    const auto subject = [name](std::int64_t id) {
      const auto number = std::to_string(id);
      return Subject{id, name + " " + number, "/" + name + "s/" + number};
    };
    SubjectKind kind;
    kind.name = name;
    kind.label = Text::verbatim(name);
    kind.why_not = Text::verbatim("not for you");
    kind.find = [=](Transaction&, const std::vector<std::int64_t>& ids) {
      std::map<std::int64_t, Subject> found;
      for (const auto id : ids) {
        if (is_there(id)) found.emplace(id, subject(id));
      }
      return found;
    };
    kind.reviewable = [=](Transaction&, const Visitor& visitor) {
      std::vector<Subject> found;
      for (std::int64_t id = 1; id <= 9 && may(visitor); ++id) found.push_back(subject(id));
      return found;
    };
    kind.may_review = [=](Transaction&, const Visitor& visitor, std::int64_t) { return may(visitor); };
    return kind;
  }
};

}  // namespace reviews
