#include "holders_admin.hpp"

#include <callboard/sql_rows.hpp>

#include "admin_fields.hpp"
#include "tables.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kLongestName = 100;

std::vector<AdminField> holder_fields() {
  return {{.name = "fullname", .label = _("Full name"), .sortable = true, .required = true, .longest = kLongestName},
          {.name = "serial",
           .label = _("Serial number"),
           .required = true,
           .longest = kMaxSerial,
           .hint = _("What the card or tag tells the cabinet, to the letter.")},
          {.name = "access",
           .label = _("Keys always allowed"),
           .kind = AdminKind::References,
           .sql = SqlRows::members(kAccess),
           .filterable = true,
           .filter_sql = SqlRows::has_member(kAccess),
           .resource = "keys/keys",
           .hint = _("Rights for some hours or dates are given as grants.")},
          {.name = "groups",
           .label = _("Groups"),
           .kind = AdminKind::References,
           .sql = SqlRows::members(kGroupsOfHolder),
           .filterable = true,
           .filter_sql = SqlRows::has_member(kGroupsOfHolder),
           .resource = "keys/holder-groups"},
          {.name = "account",
           .label = _("Account"),
           .kind = AdminKind::Reference,
           .sql = "t.user_id",
           .resource = "users",
           .hint = _("Whose pickup codes open what this holder may open.")},
          flag_field("blocked", _("Blocked"), "t.blocked = 1", true),
          {.name = "returns_for_others",
           .label = _("May bring back what others took"),
           .kind = AdminKind::Flag,
           .listed = false},
          {.name = "hands_over", .label = _("May hand keys over to others"), .kind = AdminKind::Flag, .listed = false},
          flag_field("linked", _("Linked to an account"), "t.user_id IS NOT NULL", false),
          flag_field("has_keys", _("Has keys out"),
                     "EXISTS (SELECT 1 FROM key_cabinet_loans o WHERE o.holder_id = t.id AND o.open_key IS NOT NULL)",
                     true),
          {.name = "note", .label = _("Note"), .listed = false, .longest = 500}};
}

std::string reason_of(const json& values) { return values.value("reason", std::string()); }

}  // namespace

std::vector<AdminAction> HoldersAdmin::actions() const {
  const auto blocked = [](const json& record) { return record.at("blocked").get<bool>(); };
  AdminAction block{.name = "block",
                    .label = _("Block"),
                    .question = _("A blocked holder takes nothing, and can still bring back what is out."),
                    .danger = true,
                    .fields = {reason_field(false)},
                    .offered = [blocked](const json& record) { return !blocked(record); },
                    .run = [](Transaction& tx, const AdminCall&, std::int64_t id,
                              const json& values) { HolderOffice::block(tx, HolderId{id}, true, reason_of(values)); },
                    .done = _("The holder is blocked.")};
  AdminAction unblock{.name = "unblock",
                      .label = _("Unblock"),
                      .offered = blocked,
                      .run = [](Transaction& tx, const AdminCall&, std::int64_t id,
                                const json&) { HolderOffice::block(tx, HolderId{id}, false, ""); },
                      .done = _("The holder may take keys again.")};
  AdminAction replace{
      .name = "replace-serial",
      .label = _("Replace the serial number"),
      .question = _("For a lost card or tag: the old one can still bring keys back, and takes nothing any more."),
      .for_many = false,
      .fields = {{.name = "serial", .label = _("New serial number"), .required = true, .longest = kMaxSerial},
                 reason_field(true)},
      .run =
          [this](Transaction& tx, const AdminCall&, std::int64_t id, const json& values) {
            office_.replace_serial(tx, HolderId{id}, values.at("serial").get<std::string>(), reason_of(values));
          },
      .done = _("The new serial number holds from now on.")};
  return {std::move(block), std::move(unblock), std::move(replace)};
}

AdminResource HoldersAdmin::holders() const {
  AdminWrites writes;
  writes.check = [](Transaction& tx, const AdminCall&, const json& record, const json& values) {
    return HolderOffice::check(tx, record, values);
  };
  writes.create = [](Transaction& tx, const AdminCall&, const json& values) {
    return static_cast<std::int64_t>(HolderOffice::create(tx, values));
  };
  writes.change = [](Transaction& tx, const AdminCall&, std::int64_t id, const json& values) {
    HolderOffice::change(tx, HolderId{id}, values);
  };
  writes.remove = [](Transaction& tx, const AdminCall&, std::int64_t id) { HolderOffice::remove(tx, HolderId{id}); };
  return {.name = "keys/holders",
          .record = kHolderRecord,
          .label = _("Key holders"),
          .one = _("Key holder"),
          .order = 210,
          .table = "key_cabinet_holders",
          .where = "t.serial IS NOT NULL",
          .title = "t.fullname",
          .fields = holder_fields(),
          .search = {"fullname", "serial"},
          .sort = "fullname",
          .children = {{"keys/out", "holder"},
                       {"keys/loans", "holder"},
                       {"keys/past-serials", "holder"},
                       {"keys/grants", "holder"},
                       {"keys/bookings", "holder"}},
          .actions = actions(),
          .links = {{_("Access: people and rooms"), "/admin/keys/matrix"}},
          .audit_words = {{"block", _("The holder was blocked")},
                          {"unblock", _("The holder was unblocked")},
                          {"replace-serial", _("The serial number was replaced")},
                          {"access_changed", _("The access was changed")},
                          {"imported", _("Taken over from the old system")}},
          .writes = std::move(writes),
          .person = account_of};
}

AdminResource HoldersAdmin::past_serials() {
  return {
      .name = "keys/past-serials",
      .record = "key_past_serial",
      .label = _("Past serial numbers"),
      .one = _("Past serial number"),
      .order = 290,
      .table = "key_cabinet_past_serials",
      .title = "t.serial",
      .fields =
          {{.name = "serial", .label = _("Serial number"), .editable = false},
           {.name = "holder",
            .label = _("Holder"),
            .kind = AdminKind::Reference,
            .sql = "t.holder_id",
            .filterable = true,
            .editable = false,
            .resource = "keys/holders"},
           {.name = "until", .label = _("Until"), .kind = AdminKind::Moment, .sql = "t.until_at", .editable = false},
           {.name = "reason", .label = _("Reason"), .editable = false}},
      .may_create = false,
      .may_change = false,
      .may_remove = false};
}

AdminResource HoldersAdmin::groups() {
  AdminWrites writes;
  writes.create = [](Transaction& tx, const AdminCall&, const json& values) {
    const auto id = SqlRows::insert(tx, "key_cabinet_holder_groups", {{"name", values.at("name")}});
    SqlRows::set_members(tx, kHoldersOfGroup, id, values.value("holders", json::array()));
    return id;
  };
  writes.change = [](Transaction& tx, const AdminCall&, std::int64_t id, const json& values) {
    if (values.contains("name")) SqlRows::update(tx, "key_cabinet_holder_groups", id, {{"name", values.at("name")}});
    if (values.contains("holders")) SqlRows::set_members(tx, kHoldersOfGroup, id, values.at("holders"));
  };
  return {.name = "keys/holder-groups",
          .record = "key_holder_group",
          .label = _("Groups of holders"),
          .one = _("Group of holders"),
          .order = 240,
          .table = "key_cabinet_holder_groups",
          .title = "t.name",
          .fields = {{.name = "name", .label = _("Name"), .sortable = true, .required = true, .longest = 100},
                     {.name = "holders",
                      .label = _("Holders"),
                      .kind = AdminKind::References,
                      .sql = SqlRows::members(kHoldersOfGroup),
                      .filterable = true,
                      .filter_sql = SqlRows::has_member(kHoldersOfGroup),
                      .resource = "keys/holders"}},
          .search = {"name"},
          .sort = "name",
          .children = {{"keys/grants", "group"}},
          .writes = std::move(writes)};
}

}  // namespace key_cabinet
