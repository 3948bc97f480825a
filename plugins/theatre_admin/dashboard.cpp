#include "dashboard.hpp"

#include <cmath>

#include <fmt/format.h>

#include "record.hpp"
#include "sql_record_counts.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kLatest = 8;
constexpr long long kMostCounted = 1000;

// "12", "12.5": as scripts read numbers too.
std::string figure(double value) {
  return value == std::floor(value) && std::abs(value) < 1e15 ? fmt::format("{:.0f}", value)
                                                              : fmt::format("{:.2f}", value);
}

// A row for each label, a column for each series.
json table(const Plot& plot) {
  auto rows = json::array();
  for (std::size_t i = 0; i < plot.labels.size(); ++i) {
    auto values = json::array();
    for (const auto& series : plot.series) values.push_back(i < series.values.size() ? figure(series.values[i]) : "");
    rows.push_back({{"label", plot.labels[i]}, {"values", std::move(values)}});
  }
  auto heads = json::array();
  for (const auto& series : plot.series) heads.push_back(series.label);
  return {{"series", std::move(heads)}, {"rows", std::move(rows)}};
}

}  // namespace

void Dashboard::add_routes(Routes& routes) {
  routes.get("/admin", role("admin"), [this](const Request&, const Visitor& v) { return show(v); });
}

Response Dashboard::show(const Visitor& visitor) const {
  return frame_.render("theatre_admin/dashboard",
                       {{"name", visitor.name},
                        {"pending", pending()},
                        {"plots", plots()},
                        {"entries", latest(visitor)},
                        {"resources", resources(visitor)}},
                       visitor, "/admin");
}

json Dashboard::part(const std::string& name, const Part& read) const {
  try {
    return database_.read([&](Transaction& tx) { return read(tx); });
  } catch (const std::exception& error) {
    log_.error("dashboard_part_failed", {{"part", name}, {"problem", error.what()}});
    return nullptr;
  }
}

json Dashboard::pending() const {
  auto all = json::array();
  for (const auto& work : site_.pending()) {
    auto shown = part(work.url, [&](Transaction& tx) -> json {
      const auto count = work.count(tx);
      if (count <= 0) return nullptr;
      return {{"label", work.label}, {"url", work.url}, {"count", count}};
    });
    if (!shown.is_null()) all.push_back(std::move(shown));
  }
  return all;
}

json Dashboard::plots() const {
  auto all = json::array();
  for (const auto& plot : site_.plots()) {
    auto shown = part(plot.name, [&](Transaction& tx) { return table(plot.data(tx)); });
    if (shown.is_null()) continue;
    shown["title"] = plot.title;
    all.push_back(std::move(shown));
  }
  return all;
}

json Dashboard::latest(const Visitor& visitor) const {
  return part("audit", [&](Transaction& tx) {
    AuditQuery query;
    query.most = kLatest;
    const auto found = audit_.search(tx, query);
    return words_.described(found, words_.names(tx, found), visitor);
  });
}

json Dashboard::resources(const Visitor& visitor) const {
  auto all = json::array();
  for (const auto& resource : site_.resources()) {
    if (!may_read(resource, visitor)) continue;
    const auto count = part(
        resource.name, [&](Transaction& tx) -> json { return SqlRecordCounts::up_to(tx, resource, kMostCounted + 1); });
    std::string text;
    if (!count.is_null()) {
      text = count > kMostCounted ? std::to_string(kMostCounted) + "+" : std::to_string(count.get<long long>());
    }
    all.push_back({{"label", resource.label}, {"url", address_of(resource)}, {"count", text}});
  }
  return all;
}

}  // namespace theatre_admin
