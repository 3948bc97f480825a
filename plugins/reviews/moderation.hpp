// What moderators do: look through the queue and decide. Each decision names the version of the review that it was made
// on; where that is another one by now, nothing is done. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include <callboard/audit.hpp>
#include <callboard/form.hpp>

#include "decision_mails.hpp"
#include "sql_review_lists.hpp"
#include "subject_kinds.hpp"

namespace reviews {

// Which review, as the moderator saw it.
struct Seen {
  ReviewId id{};
  std::int64_t version = 0;
};

class Moderation {
 public:
  static constexpr int kPage = 20;
  static constexpr std::chrono::minutes kLease{5};

  struct Parts {
    callboard::Database& database;
    const SubjectKinds& kinds;
    const callboard::Clock& clock;
    callboard::AuditLog& audit;
    const callboard::PeopleNames& people;
    const DecisionMails& mails;
  };
  explicit Moderation(const Parts& parts) : parts_(parts) {}

  enum class Wish { Approve, Edit, Reject, Delete, Reply };
  struct Verdict {
    Wish wish{};
    std::string text;  // the edited text, the reason, the reply; tidy
  };
  enum class Outcome {
    Done,
    Faulty,         // see `faults`
    NotPublic,      // there is nothing public to reply to
    AuthorChanged,  // another text by now
    Withdrawn,
    ColleagueDecided,  // `colleague` did `deed`
  };
  struct Result {
    Outcome outcome = Outcome::Done;
    callboard::Faults faults = {};
    std::string colleague = {};
    std::optional<Deed> deed = {};
  };
  // Throws NotFound.
  Result decide(const callboard::Visitor& by, const Seen& seen, const Verdict& verdict) const;

  struct Many {
    callboard::Faults faults;
    int done = 0, skipped = 0;  // by somebody else meanwhile
  };
  // Each in a transaction of its own: those that changed meanwhile are left out.
  Many decide_many(const callboard::Visitor& by, const std::vector<Seen>& seen, const Verdict& verdict) const;

  struct Page {
    std::vector<Review> reviews;
    SubjectKinds::FoundSubjects subjects;
    std::map<UserId, callboard::PersonName> people;  // authors, and who has one open
    std::map<ReviewId, UserId> claims;
    std::optional<Cursor> next;
    long long pending = 0, reported = 0;
  };
  Page queue(const callboard::Visitor& by, QueueView view, const std::optional<Cursor>& after) const;

  struct Item {
    Review review;
    std::optional<SubjectKinds::Found> subject;
    std::vector<Revision> revisions;
    std::vector<Decision> decisions;
    std::vector<Report> reports;
    std::map<UserId, callboard::PersonName> people;
    std::optional<UserId> open_at;  // the colleague who has it open
  };
  // Takes it for this moderator, unless a colleague has it open. Throws NotFound.
  Item open(const callboard::Visitor& by, ReviewId id) const;
  // For another while, as long as the page is open. False where it is this moderator's no more.
  bool keep_open(const callboard::Visitor& by, ReviewId id) const;

 private:
  struct Change {
    Review after;
    std::optional<Revision> edit;
    Deed deed{};
  };
  std::optional<Change> change(callboard::Transaction& tx, const callboard::Visitor& by, const Review& before,
                               const Verdict& verdict) const;
  void publish_edit(callboard::Transaction& tx, const callboard::Visitor& by, const std::string& text,
                    Change& change) const;
  Result settle(const callboard::Visitor& by, const Seen& seen, const Verdict& verdict) const;
  // Nothing where somebody else changed it between reading and writing.
  std::optional<Result> apply(callboard::Transaction& tx, const callboard::Visitor& by, const Seen& seen,
                              const Verdict& verdict) const;
  Result too_late(callboard::Transaction& tx, const callboard::Visitor& by, const Review& review, const Seen& seen,
                  const Verdict& verdict) const;
  void record(callboard::Transaction& tx, const callboard::Visitor& by, const Review& before, const Change& change,
              const Verdict& verdict) const;

  Parts parts_;
};

}  // namespace reviews
