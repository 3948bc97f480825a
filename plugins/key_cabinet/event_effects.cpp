#include "event_effects.hpp"

#include <algorithm>
#include <array>

#include <callboard/errors.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

// Looking and acting are two statements: whoever issues online may come in between, and then all is looked at again.
template <typename Look>
std::string_view until_settled(const Look& look) {
  constexpr int kTries = 10;
  for (int i = 0; i < kTries; ++i) {
    if (const std::optional<std::string_view> conflict = look()) return *conflict;
  }
  throw Unavailable("a key's loans change faster than an event can be applied");
}

// Whether what happened then came after the event. By the clock; but what this cabinet itself told before has the
// smaller number, so it was earlier, whatever its clock said.
bool is_after(const ToldEvent& told, Time moment, CabinetId cabinet, bool offline) {
  const bool told_before = offline && cabinet == told.cabinet && told.in_order;
  return moment > told.at && !told_before;
}

}  // namespace

std::string_view EventEffects::apply(const ToldEvent& told) const {
  struct Rule {
    std::string_view type;
    std::string_view (EventEffects::*effect)(const ToldEvent&) const;  // none: it is only recorded
  };
  static constexpr std::array<Rule, 9> kRules{{{"issued", &EventEffects::issued},
                                               {"returned", &EventEffects::returned},
                                               {"door_opened", nullptr},
                                               {"door_left_open", nullptr},
                                               {"forced", nullptr},
                                               {"wrong_slot", nullptr},
                                               {"tamper", nullptr},
                                               {"fault", nullptr},
                                               {"started", nullptr}}};
  const auto rule =
      std::find_if(kRules.begin(), kRules.end(), [&](const Rule& r) { return r.type == told.event.type; });
  if (rule == kRules.end()) return conflict::kUnknownType;
  return rule->effect ? (this->*rule->effect)(told) : std::string_view();
}

std::string_view EventEffects::issued(const ToldEvent& told) const {
  if (!told.holder) return conflict::kUnknownSerial;
  if (!told.key) return conflict::kUnknownKey;
  return until_settled([&] {
    const auto out = rows_.open_loan(tx_, *told.key);
    return out ? issue_over(told, *out) : issue_free(told);
  });
}

std::optional<std::string_view> EventEffects::issue_free(const ToldEvent& told) const {
  const auto last = rows_.last_return(tx_, *told.key);
  if (last && is_after(told, last->at, last->cabinet, last->offline)) return conflict::kOvertaken;
  const auto taken = last ? std::max(told.at, last->at) : told.at;
  const auto rightly = open(told, taken);
  if (!rightly) return std::nullopt;
  if (!*rightly) return conflict::kNoAccess;
  return taken == told.at ? std::string_view() : conflict::kClock;
}

// The cabinet gave the key out, so it must have been back there.
std::optional<std::string_view> EventEffects::issue_over(const ToldEvent& told, const OpenLoan& out) const {
  if (out.holder == told.holder->id) return conflict::kAlreadyOut;
  if (is_after(told, out.taken, out.cabinet, out.offline)) return conflict::kOvertaken;
  const auto when = std::max(told.at, out.taken);
  if (!rows_.close(tx_, out.id, {told.cabinet, when, "superseded", std::nullopt})) return std::nullopt;
  if (!open(told, when)) return std::nullopt;
  return conflict::kHeldByOther;
}

std::string_view EventEffects::returned(const ToldEvent& told) const {
  if (!told.key) return conflict::kUnknownKey;
  return until_settled([&]() -> std::optional<std::string_view> {
    if (const auto out = rows_.open_loan(tx_, *told.key)) return give_back(told, *out);
    return told.holder ? conflict::kNotOut : conflict::kUnknownSerial;
  });
}

// The key hangs in its slot again, whoever put it there.
std::optional<std::string_view> EventEffects::give_back(const ToldEvent& told, const OpenLoan& out) const {
  if (is_after(told, out.taken, out.cabinet, out.offline)) return conflict::kOvertaken;
  const bool own = told.holder && told.holder->id == out.holder;
  const auto by = own || !told.holder ? std::nullopt : std::optional(told.holder->id);
  if (!rows_.close(tx_, out.id, {told.cabinet, std::max(told.at, out.taken), "offline", by})) return std::nullopt;
  if (!told.holder) return conflict::kUnknownSerial;
  return own || told.holder->returns_for_others ? std::string_view() : conflict::kReturnedByOther;
}

// By the statements that decide online, as of then, which also say when it is due; and without a right all the same.
std::optional<bool> EventEffects::open(const ToldEvent& told, Time when) const {
  const LoanRequest request{told.event.serial.value(), told.event.key.value()};
  if (loans_.open_loan(tx_, told.cabinet, request, SchoolTime(when, zone_), Way::Offline)) return true;
  if (rows_.open(tx_, told.cabinet, *told.key, told.holder->id, when)) return false;
  return std::nullopt;
}

std::string_view matter_of(std::string_view type, std::string_view conflict) {
  static constexpr std::array<std::string_view, 4> kAlarms{"forced", "tamper", "door_left_open", "fault"};
  if (std::find(kAlarms.begin(), kAlarms.end(), type) != kAlarms.end()) return "alarm";
  return conflict.empty() ? "" : "conflict";
}

}  // namespace key_cabinet
