// What everybody sees: the public reviews, and what they add up to. Thread-safe, but for add().
#pragma once

#include <optional>

#include <callboard/people.hpp>

#include "subject_kinds.hpp"

namespace reviews {

enum class Order { Newest, Best, Worst };

struct PublicQuery {
  std::optional<SubjectRef> subject;
  Order order = Order::Newest;
  int stars = 0;  // only those with so many; 0 for all
  std::optional<Cursor> after;
};

class Published : public Reviews {
 public:
  static constexpr int kPage = 20;

  Published(callboard::Database& database, SubjectKinds& kinds, const callboard::PeopleNames& people)
      : database_(database), kinds_(kinds), people_(people) {}

  // For other plugins.
  void add(SubjectKind kind) override { kinds_.add(std::move(kind)); }
  std::map<std::int64_t, Rating> ratings(callboard::Transaction& tx, const std::string& kind,
                                         const std::vector<std::int64_t>& ids) const override;
  std::vector<PublicReview> newest(callboard::Transaction& tx, const std::string& kind, std::int64_t id,
                                   int most) const override;

  struct Page {
    std::vector<Review> reviews;  // all of them public; of things that are not to be seen none
    SubjectKinds::FoundSubjects subjects;
    std::map<UserId, callboard::PersonName> people;
    std::optional<Cursor> next;
    std::optional<Rating> rating;  // of the subject, where one was asked for
  };
  // Throws NotFound for a subject that is not there.
  Page list(const callboard::Visitor& visitor, const PublicQuery& query) const;

  struct Praise {
    Review review;
    Subject subject;
    std::string author;
    Rating rating;
  };
  // The newest one that is good.
  std::optional<Praise> praise(const callboard::Visitor& visitor) const;

 private:
  std::vector<Review> rows(callboard::Transaction& tx, const PublicQuery& query, int most) const;
  void fill(callboard::Transaction& tx, PublicQuery query, Page& page) const;
  std::string author_of(callboard::Transaction& tx, const Review& review) const;

  callboard::Database& database_;
  SubjectKinds& kinds_;
  const callboard::PeopleNames& people_;
};

}  // namespace reviews
