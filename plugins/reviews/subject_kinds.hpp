// The kinds of things that can be reviewed, as other plugins told. Thread-safe, but for add().
#pragma once

#include <map>
#include <vector>

#include "api/reviews/subjects.hpp"
#include "review.hpp"

namespace reviews {

class SubjectKinds {
 public:
  // A subject with its kind's label.
  struct Found {
    Subject subject;
    callboard::Text label;
  };
  using FoundSubjects = std::map<SubjectRef, Found>;

  // Throws std::logic_error for a second one of that name.
  void add(SubjectKind kind);
  // Null where there is none of that name.
  const SubjectKind* find(const std::string& name) const;
  const std::vector<SubjectKind>& all() const { return kinds_; }

  // Those that are there and that everybody may see.
  FoundSubjects find(callboard::Transaction& tx, const std::vector<SubjectRef>& subjects) const;

 private:
  std::vector<SubjectKind> kinds_;
};

}  // namespace reviews
