#include "enrolment_rules.hpp"

#include <set>
#include <tuple>

#include <gtest/gtest.h>

namespace courses {
namespace {

using State = EnrolmentState;

constexpr int kStates = static_cast<int>(State::Cancelled) + 1;

// Each line: from, to, who may (S student, P partner, O the school, T time).
struct Line {
  State from, to;
  const char* who;
};
constexpr Line kAllowed[] = {
    {State::Invited, State::Pending, "P"},      {State::Invited, State::Waiting, "P"},
    {State::Invited, State::Cancelled, "SPOT"}, {State::Pending, State::Confirmed, "O"},
    {State::Pending, State::Rejected, "O"},     {State::Pending, State::Waiting, "O"},
    {State::Pending, State::Cancelled, "SOT"},  {State::Waiting, State::Offered, "T"},
    {State::Waiting, State::Rejected, "O"},     {State::Waiting, State::Cancelled, "SOT"},
    {State::Offered, State::Confirmed, "SO"},   {State::Offered, State::Rejected, "O"},
    {State::Offered, State::Cancelled, "SOT"},  {State::Confirmed, State::Completed, "T"},
    {State::Confirmed, State::Cancelled, "SO"},
};

bool is_allowed(State from, State to, char who) {
  for (const auto& line : kAllowed) {
    if (line.from == from && line.to == to) return std::string_view(line.who).find(who) != std::string_view::npos;
  }
  return false;
}

TEST(EnrolmentRules, AllowTheStepsOfTheTableAndNoOther) {
  constexpr std::pair<Mover, char> kMovers[] = {
      {Mover::Student, 'S'}, {Mover::Partner, 'P'}, {Mover::School, 'O'}, {Mover::Time, 'T'}};
  for (int from = 0; from < kStates; ++from) {
    for (int to = 0; to < kStates; ++to) {
      for (const auto& [mover, letter] : kMovers) {
        const auto a = static_cast<State>(from), b = static_cast<State>(to);
        EXPECT_EQ(may_go(a, b, mover), is_allowed(a, b, letter)) << name_of(a) << " to " << name_of(b) << " " << letter;
      }
    }
  }
}

TEST(EnrolmentRules, LeadNowhereFromAnEnd) {
  for (const auto end : {State::Completed, State::Rejected, State::Cancelled}) {
    for (int to = 0; to < kStates; ++to) {
      EXPECT_FALSE(may_go(end, static_cast<State>(to), Mover::School));
      EXPECT_FALSE(may_go(end, static_cast<State>(to), Mover::Time));
    }
  }
}

TEST(TheLine, GivesAFreePlaceToTheFirst) {
  EXPECT_EQ(next_in_line({{1, 0}, {1, 0}}, 1), 0U);
  EXPECT_EQ(next_in_line({}, 3), std::nullopt);
  EXPECT_EQ(next_in_line({{1, 0}}, 0), std::nullopt);
}

TEST(TheLine, LetsOneWhomItSufficesForPassAPair) { EXPECT_EQ(next_in_line({{2, 0}, {1, 0}}, 1), 1U); }

TEST(TheLine, KeepsThePlaceForAPairThatWasPassedOftenEnough) {
  EXPECT_EQ(next_in_line({{2, kMostOvertakings}, {1, 0}}, 1), std::nullopt);
  EXPECT_EQ(next_in_line({{2, kMostOvertakings}, {1, 0}}, 2), 0U);
}

}  // namespace
}  // namespace courses
