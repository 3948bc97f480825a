// Reviews to look at: of shows that were, and of courses where there are any, in all states. For a command.
#pragma once

#include <callboard/people.hpp>
#include <callboard/services.hpp>

#include "subject_kinds.hpp"

namespace reviews {

struct DemoReview {
  const char* author;  // a user name
  const char* title;   // of what is reviewed; "" for the first course that the author may review
  int days_ago;
  int stars;
  const char* text;
  State state = State::Approved;
  const char* words = "";   // why it was rejected, or the school's reply
  const char* edited = "";  // the school's edit
  const char* later = "";   // the author's newer text, which waits
};
const std::vector<DemoReview>& demo_reviews();

class Demo {
 public:
  struct Parts {
    callboard::Database& database;
    const SubjectKinds& kinds;
    const callboard::PeopleNames& people;
    const callboard::Clock& clock;
  };
  explicit Demo(const Parts& parts) : parts_(parts) {}

  // Adds reviews where there are none.
  nlohmann::json load() const;

 private:
  void add(callboard::Transaction& tx, const DemoReview& review) const;
  std::optional<SubjectRef> subject(callboard::Transaction& tx, UserId author, const std::string& title) const;
  void decide(callboard::Transaction& tx, ReviewId id, const DemoReview& review) const;
  std::optional<UserId> person(callboard::Transaction& tx, const char* name) const;
  Time ago(int days, int hours = 0) const { return parts_.clock.now() - std::chrono::hours(24 * days - hours); }

  Parts parts_;
};

}  // namespace reviews
