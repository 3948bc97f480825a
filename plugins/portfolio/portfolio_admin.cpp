#include "portfolio_admin.hpp"

#include "item_data.hpp"
#include "sql_items.hpp"

namespace portfolio {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr const char* kTitle = "CASE WHEN t.visibility = 'private' THEN '•••' ELSE t.title END";
constexpr const char* kMegabytes = "CAST(t.size / 1048576 AS DECIMAL)";
constexpr const char* kUsedMegabytes = "CAST(t.used / 1048576 AS DECIMAL)";

AdminField choice_field(const char* name, Text label, std::vector<AdminChoice> choices) {
  return {.name = name,
          .label = std::move(label),
          .kind = AdminKind::Choice,
          .filterable = true,
          .editable = false,
          .choices = std::move(choices)};
}

AdminField number_field(const char* name, Text label, const char* sql) {
  return {.name = name, .label = std::move(label), .kind = AdminKind::Number, .sql = sql, .editable = false};
}

AdminField owner_field(const char* sql) {
  return {.name = "owner",
          .label = _("Owner"),
          .kind = AdminKind::Reference,
          .sql = sql,
          .filterable = true,
          .editable = false,
          .resource = "users"};
}

std::vector<AdminField> item_fields() {
  AdminField created{.name = "created",
                     .label = _("Added"),
                     .kind = AdminKind::Moment,
                     .sql = "t.created_at",
                     .sortable = true,
                     .filterable = true,
                     .editable = false};
  AdminField down{
      .name = "taken_down", .label = _("Taken down"), .kind = AdminKind::Flag, .filterable = true, .editable = false};
  AdminField why{.name = "taken_down_why", .label = _("Reason"), .listed = false, .editable = false, .longest = 500};
  return {{.name = "title", .label = _("Title"), .sql = kTitle, .editable = false},
          owner_field("t.user_id"),
          choice_field("kind", _("Kind"), {{"photo", _("Photo")}, {"video", _("Video")}, {"text", _("Text")}}),
          choice_field("visibility", _("Who may see it"),
                       {{"private", label_of(Visibility::Private)},
                        {"school", label_of(Visibility::School)},
                        {"public", label_of(Visibility::Public)}}),
          choice_field("state", _("State"),
                       {{"uploading", _("Uploading")},
                        {"processing", _("Being processed")},
                        {"ready", _("Ready")},
                        {"failed", _("Failed")}}),
          std::move(created),
          number_field("size", _("Size in MB"), kMegabytes),
          std::move(down),
          std::move(why)};
}

bool is_down(const json& record) { return record.value("taken_down", false); }

}  // namespace

AdminResource PortfolioAdmin::items() const {
  AdminAction down{
      .name = "take-down",
      .label = _("Take down"),
      .question = _("Nobody but its owner sees it from now on. The owner is told why."),
      .danger = true,
      .fields =
          {{.name = "reason", .label = _("Reason"), .kind = AdminKind::LongText, .required = true, .longest = 500}},
      .offered = [](const json& record) { return !is_down(record); },
      .run = [this](Transaction& tx, const AdminCall& call, std::int64_t id,
                    const json& values) { take_down(tx, call.by, ItemId{id}, values.at("reason").get<std::string>()); },
      .done = _("It is taken down.")};
  AdminAction restore_it{.name = "restore",
                         .label = _("Restore"),
                         .question = _("It is seen again by those for whom its owner meant it. The owner is told."),
                         .offered = is_down,
                         .run = [this](Transaction& tx, const AdminCall& call, std::int64_t id,
                                       const json&) { restore(tx, call.by, ItemId{id}); },
                         .done = _("It is shown again.")};
  return {.name = "portfolio",
          .record = kItemRecord,
          .label = _("Portfolios"),
          .one = _("Portfolio item"),
          .order = 60,
          .table = "portfolio_items",
          .title = kTitle,
          .fields = item_fields(),
          .search = {"title"},
          .sort = "-created",
          .actions = {std::move(down), std::move(restore_it)},
          .links = {{_("Storage by person"), "/admin/portfolio/storage"}},
          .audit_words = {{"taken_down", _("The item was taken down")}, {"restored", _("The item was restored")}},
          .may_create = false,
          .may_change = false,
          .may_remove = false,
          .audited = true,
          .page = [](std::int64_t id) { return "/portfolio/items/" + std::to_string(id); }};
}

AdminResource PortfolioAdmin::storage() const {
  AdminField used{.name = "used",
                  .label = _("Bytes"),
                  .kind = AdminKind::Number,
                  .sortable = true,
                  .editable = false,
                  .most = INT64_MAX};
  auto owner = owner_field("t.id");
  owner.filterable = false;
  return {.name = "portfolio/storage",
          .record = "portfolio_owner",
          .label = _("Storage by person"),
          .one = _("Storage"),
          .order = 61,
          .table = "portfolio_owners",
          .title = "CAST(t.id AS CHAR)",
          .fields = {std::move(owner), std::move(used), number_field("megabytes", _("Size in MB"), kUsedMegabytes),
                     number_field("items", _("Items"), "t.items"),
                     number_field("uploads", _("Uploads under way"), "t.uploads")},
          .sort = "-used",
          .version = "0",
          .may_create = false,
          .may_change = false,
          .may_remove = false};
}

void PortfolioAdmin::mail(Transaction& tx, const Item& item, const Text& subject, const char* page,
                          const std::string& why) const {
  const auto addresses = foundation_.people.addresses(tx, {item.owner});
  const auto found = addresses.find(item.owner);
  if (found == addresses.end()) return;
  const auto& person = found->second;
  try {
    foundation_.mailer.send(tx, {person.email,
                                 subject,
                                 page,
                                 {{"name", person.name},
                                  {"item", item.said.title},
                                  {"why", why},
                                  {"url", foundation_.site.info()->url + "/portfolio"}},
                                 person.language});
  } catch (const BadRequest&) {
    foundation_.log.warning("portfolio.not_mailed", {{"item", static_cast<std::int64_t>(item.id)}});
  }
}

void PortfolioAdmin::take_down(Transaction& tx, const Visitor& by, ItemId id, const std::string& why) const {
  const auto item = SqlItems::find(tx, id);
  if (!item) throw NotFound("an item of a portfolio");
  if (!SqlItems::set_taken_down(tx, id, true, why)) throw AdminRefusal(_("It is taken down already."));
  foundation_.audit.record(
      tx, by, {"taken_down", kItemRecord, static_cast<std::int64_t>(id), {{"reason", "", why}}, item->owner});
  mail(tx, *item, _("Your portfolio: something was taken down"), "portfolio/mail_taken_down", why);
}

void PortfolioAdmin::restore(Transaction& tx, const Visitor& by, ItemId id) const {
  const auto item = SqlItems::find(tx, id);
  if (!item) throw NotFound("an item of a portfolio");
  if (!SqlItems::set_taken_down(tx, id, false, "")) throw AdminRefusal(_("It is not taken down."));
  foundation_.audit.record(tx, by, {"restored", kItemRecord, static_cast<std::int64_t>(id), {}, item->owner});
  mail(tx, *item, _("Your portfolio: something is shown again"), "portfolio/mail_restored", "");
}

}  // namespace portfolio
