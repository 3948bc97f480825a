// What can be reviewed, and what came of it: for plugins that have something to review (courses, shows). The reviews
// plugin knows none of them; each tells it of its kind once all have registered, since they register in any order:
//
//   host.when_all_registered([this](Registrar& all) {
//     if ((reviews_ = all.find<reviews::Reviews>())) reviews_->add(subject_kind());
//   });
//
// Without the reviews plugin there is no service. Thread-safe, but for add().
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>
#include <callboard/text.hpp>
#include <callboard/visitor.hpp>

namespace reviews {

// One thing of a kind, as a visitor may see it.
struct Subject {
  std::int64_t id = 0;
  std::string title;
  std::string url;  // "/courses/7"
};

struct SubjectKind {
  std::string name;       // in the field `subject` and in addresses: "course" for "course:7"
  callboard::Text label;  // "Course"
  // Those of them that are there and that everybody may see, in one or two statements.
  std::function<std::map<std::int64_t, Subject>(callboard::Transaction&, const std::vector<std::int64_t>& ids)> find;
  // What this visitor may review, by title; at most 200.
  std::function<std::vector<Subject>(callboard::Transaction&, const callboard::Visitor&)> reviewable;
  // Whether he may review this one. Nothing but this decides; where it may not be, `why_not` says so at the field.
  std::function<bool(callboard::Transaction&, const callboard::Visitor&, std::int64_t id)> may_review;
  callboard::Text why_not;
};

// Of the reviews that are public.
struct Rating {
  std::int64_t count = 0;
  double average = 0;                      // of 1 to 5 stars; 0 without a review
  std::array<std::int64_t, 5> stars = {};  // how many of one star, of two …
};

struct PublicReview {
  std::string author;  // as the public list shows it; empty where the account is erased
  int stars = 0;
  std::string text;
  callboard::Time at;
  std::string reply;    // the school's, or empty
  bool edited = false;  // by the school
  std::int64_t id = 0;
};

class Reviews {
 public:
  static constexpr std::string_view kService = "reviews.reviews/1";

  virtual ~Reviews() = default;

  // Only while plugins register.
  virtual void add(SubjectKind kind) = 0;

  // Those that have any public review, in one statement however many are asked for (at most 1,000).
  virtual std::map<std::int64_t, Rating> ratings(callboard::Transaction& tx, const std::string& kind,
                                                 const std::vector<std::int64_t>& ids) const = 0;
  // The newest public ones about one thing.
  virtual std::vector<PublicReview> newest(callboard::Transaction& tx, const std::string& kind, std::int64_t id,
                                           int most) const = 0;
};

}  // namespace reviews
