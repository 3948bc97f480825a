#include "holder_office.hpp"

#include <callboard/json_body.hpp>
#include <callboard/sql_rows.hpp>

#include "sql_holder_office.hpp"
#include "tables.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

// The columns of the form's fields that are columns.
RowValues columns_of(const json& values) {
  static constexpr std::pair<const char*, const char*> kColumns[] = {{"fullname", "fullname"},
                                                                     {"serial", "serial"},
                                                                     {"account", "user_id"},
                                                                     {"blocked", "blocked"},
                                                                     {"returns_for_others", "returns_for_others"},
                                                                     {"hands_over", "hands_over"},
                                                                     {"note", "note"}};
  RowValues columns;
  for (const auto& [field, column] : kColumns) {
    if (const auto found = values.find(field); found != values.end()) columns.emplace_back(column, *found);
  }
  return columns;
}

void set_lists(Transaction& tx, std::int64_t holder, const json& values) {
  if (const auto keys = values.find("access"); keys != values.end()) {
    SqlRows::set_members(tx, kAccess, holder, *keys);
  }
  if (const auto groups = values.find("groups"); groups != values.end()) {
    SqlRows::set_members(tx, kGroupsOfHolder, holder, *groups);
  }
}

void check_text(Faults& faults, const json& values, const char* field) {
  const auto found = values.find(field);
  if (found != values.end() && is_blank(found->get<std::string>())) faults.add(field, _("This field is needed."));
}

std::string joined(const std::vector<std::string>& labels) {
  std::string text;
  for (const auto& label : labels) text += (text.empty() ? "" : ", ") + label;
  return text;
}

std::int64_t number(HolderId holder) { return static_cast<std::int64_t>(holder); }

}  // namespace

Faults HolderOffice::check(Transaction& tx, const json& record, const json& values) {
  const HolderId self{record.is_object() ? record.value("id", std::int64_t{0}) : 0};
  Faults faults;
  check_text(faults, values, "fullname");
  check_text(faults, values, "serial");
  if (const auto serial = values.find("serial");
      serial != values.end() && SqlHolderOffice::has_serial(tx, serial->get<std::string>(), self)) {
    faults.add("serial", _("Another holder has this serial number."));
  }
  if (const auto account = values.find("account"); account != values.end() && account->is_number_integer()) {
    if (SqlHolderOffice::has_account(tx, UserId{account->get<std::int64_t>()}, self)) {
      faults.add("account", _("Another holder is linked to this account."));
    }
  }
  return faults;
}

HolderId HolderOffice::create(Transaction& tx, const json& values) {
  const auto id = SqlRows::insert(tx, "key_cabinet_holders", columns_of(values));
  set_lists(tx, id, values);
  return HolderId{id};
}

void HolderOffice::change(Transaction& tx, HolderId holder, const json& values) {
  SqlRows::update(tx, "key_cabinet_holders", number(holder), columns_of(values));
  set_lists(tx, number(holder), values);
}

void HolderOffice::remove(Transaction& tx, HolderId holder) {
  if (const auto labels = SqlHolderOffice::keys_out(tx, holder); !labels.empty()) {
    throw AdminRefusal(_("These keys are still out with this holder: {keys}.").with("keys", joined(labels)));
  }
  if (SqlHolderOffice::has_history(tx, holder)) {
    SqlHolderOffice::forget(tx, holder);
  } else {
    SqlHolderOffice::erase(tx, holder);
  }
}

void HolderOffice::block(Transaction& tx, HolderId holder, bool blocked, const std::string& reason) {
  if (!SqlHolderOffice::set_blocked(tx, holder, blocked)) throw NotFound("holder");
  SqlHolderOffice::add_note(tx, "key_cabinet_holders", number(holder), reason);
}

void HolderOffice::replace_serial(Transaction& tx, HolderId holder, const std::string& serial,
                                  const std::string& reason) const {
  const auto old = SqlHolderOffice::serial(tx, holder);
  if (!old) throw NotFound("holder");
  Faults faults;
  if (is_blank(serial)) faults.add("serial", _("This field is needed."));
  if (*old == serial) faults.add("serial", _("This is the present serial number."));
  if (SqlHolderOffice::has_serial(tx, serial, holder)) {
    faults.add("serial", _("Another holder has this serial number."));
  }
  if (faults) throw AdminRefusal(std::move(faults));
  SqlHolderOffice::keep_past_serial(tx, holder, *old, clock_.now(), reason);
  SqlHolderOffice::set_serial(tx, holder, serial);
}

}  // namespace key_cabinet
