#include "shows_admin.hpp"

namespace theatre_admin {

using namespace callboard;

const PictureRules& poster_rules() {
  static const PictureRules rules{{PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::Svg, PictureFormat::Webp},
                                  {{1200, 800}}};
  return rules;
}

AdminResource shows_resource() {
  AdminField title{.name = "title", .label = _("Title"), .sortable = true, .required = true};
  AdminField starts_at{.name = "starts_at",
                       .label = _("Date and time"),
                       .kind = AdminKind::Moment,
                       .sortable = true,
                       .filterable = true,
                       .required = true};
  AdminField hall{.name = "hall", .label = _("Hall"), .sortable = true, .longest = 100};
  AdminField description{
      .name = "description", .label = _("Description"), .kind = AdminKind::LongText, .listed = false, .longest = 5000};
  AdminField picture{
      .name = "picture", .label = _("Picture"), .kind = AdminKind::Picture, .listed = false, .picture = poster_rules()};
  AdminField duration{.name = "duration_minutes",
                      .label = _("Duration in minutes"),
                      .kind = AdminKind::Number,
                      .listed = false,
                      .least = 1,
                      .most = 1440};
  AdminField age{.name = "age", .label = _("Age"), .kind = AdminKind::Choice};
  for (const char* from : {"0+", "6+", "12+", "16+", "18+"}) age.choices.push_back({from, Text::verbatim(from)});
  AdminField draft{.name = "draft",
                   .label = _("Draft"),
                   .kind = AdminKind::Flag,
                   .filterable = true,
                   .hint = _("A draft is seen by administrators alone.")};
  return {.name = "shows",
          .record = kShowRecord,
          .label = _("Shows"),
          .one = _("Show"),
          .order = 10,
          .table = "theatre_admin_shows",
          .title = "t.title",
          .fields = {title, starts_at, hall, description, picture, duration, age, draft},
          .search = {"title", "hall", "description"},
          .sort = "-starts_at",
          .page = [](std::int64_t id) { return "/shows/" + std::to_string(id); }};
}

}  // namespace theatre_admin
