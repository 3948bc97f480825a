// A review and what belongs to it. Values; thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <callboard/services.hpp>
#include <callboard/visitor.hpp>

namespace reviews {

using callboard::Time;
using callboard::UserId;

enum class ReviewId : std::int64_t {};

// What a review is about: the kind and the number of a thing of another plugin's, "show:7" in forms and addresses.
struct SubjectRef {
  std::string kind;
  std::int64_t id = 0;
  auto operator<=>(const SubjectRef&) const = default;
};

// Of the author's newest revision; the last two of the whole review.
enum class State { Pending, Approved, Rejected, Withdrawn, Deleted };

struct Revision {
  int number = 1;
  std::optional<int> base;       // of an edit of the school's: which revision it is an edit of
  std::optional<UserId> editor;  // and who made it
  int stars = 0;
  std::string text;
  Time at;
  bool is_edit() const { return base.has_value(); }
};

struct Review {
  ReviewId id{};
  std::int64_t version = 1;
  SubjectRef subject;
  std::optional<UserId> author;  // nobody once the account is erased
  State state = State::Pending;
  Time created_at, changed_at;
  Revision latest;                    // the author's newest
  std::optional<Revision> published;  // what everybody sees
  Time public_at;                     // since when, where it is
  std::optional<Time> reported_at;    // the first report that is still open
  std::string reply;                  // the school's
  Time replied_at;

  bool is_there() const { return state != State::Withdrawn && state != State::Deleted; }
  bool is_public() const { return published.has_value(); }
  // What everybody sees comes of the author's newest revision.
  bool latest_is_public() const {
    return published && (published->number == latest.number || published->base == latest.number);
  }
};

enum class Deed { Approved, Edited, Kept, Rejected, Deleted, Replied };

struct Decision {
  Deed deed{};
  int revision = 0;
  std::string reason;
  std::optional<UserId> by;
  Time at;
};

struct Report {
  UserId by{};
  std::string reason;
  Time at;
  bool open = true;
};

// Where a page of a list begins: behind that review, in the list's order. `stars` only counts where a list is ordered
// by them.
struct Cursor {
  int stars = 0;
  std::int64_t time = 0;  // microseconds
  std::int64_t id = 0;
};

}  // namespace reviews
