// What a student does with reviews of one's own: write, change, withdraw. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include <callboard/visitor.hpp>

#include "review_rules.hpp"
#include "subject_kinds.hpp"

namespace reviews {

class Writing {
 public:
  static constexpr int kMostShown = 200;  // of one's own

  Writing(callboard::Database& database, const SubjectKinds& kinds, const callboard::Clock& clock)
      : database_(database), kinds_(kinds), clock_(clock) {}

  // Something that this visitor may review and has not yet.
  struct Choice {
    SubjectRef ref;
    SubjectKinds::Found found;
  };
  struct Choices {
    std::vector<Choice> free;
    std::optional<ReviewId> own;  // of `wanted`, where there is one already
  };
  Choices choices(const callboard::Visitor& visitor, const std::optional<SubjectRef>& wanted) const;

  struct Written {
    callboard::Faults faults;        // at `subject`, `stars`, `text`
    std::optional<ReviewId> before;  // the review of this subject that there is already
  };
  // The same text again, as by a second click, counts as written.
  Written write(const callboard::Visitor& visitor, const std::string& subject, const Draft& draft) const;

  enum class Change { Done, Nothing, Changed };
  struct Revised {
    callboard::Faults faults;
    Change outcome = Change::Done;  // Changed: it is another version by now, and nothing was done
  };
  // Back into the queue; what is public stays so meanwhile. Throws NotFound.
  Revised revise(const callboard::Visitor& visitor, ReviewId id, std::int64_t version, const Draft& draft) const;
  // Throws NotFound. Nothing where it is withdrawn already.
  Change withdraw(const callboard::Visitor& visitor, ReviewId id) const;

  struct Mine {
    std::vector<Review> reviews;  // the newest first
    SubjectKinds::FoundSubjects subjects;
    std::map<ReviewId, std::string> reasons;  // of those that were rejected
  };
  Mine mine(const callboard::Visitor& visitor) const;
  struct One {
    Review review;
    std::optional<SubjectKinds::Found> subject;
  };
  // Of one's own, neither withdrawn nor deleted. Throws NotFound.
  One own(const callboard::Visitor& visitor, ReviewId id) const;

 private:
  Review require_own(callboard::Transaction& tx, const callboard::Visitor& visitor, ReviewId id) const;
  Written add(callboard::Transaction& tx, const callboard::Visitor& visitor, const SubjectRef& subject,
              const Draft& draft) const;

  callboard::Database& database_;
  const SubjectKinds& kinds_;
  const callboard::Clock& clock_;
};

}  // namespace reviews
