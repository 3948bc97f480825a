#include "record_choices.hpp"

#include <algorithm>

#include "sql_record_choices.hpp"

namespace theatre_admin {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kLongestQuery = 200;  // bytes

}  // namespace

Response RecordChoices::find(const AdminCall& call, const AdminResource& resource) const {
  need_reader(resource, call.by);
  const auto query = call.request.query("q").value_or("");
  if (query.size() > kLongestQuery) throw BadRequest(_("What you look for is too long."));
  return Response::json(parts_.database.read([&](Transaction& tx) {
    auto found = SqlRecordChoices::find(tx, resource, parts_.search, query);
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return title_of(a) < title_of(b); });
    auto values = parts_.values(tx);
    auto choices = json::array();
    for (const auto& record : found) {
      const auto id = id_of(record);
      choices.push_back({{"id", id}, {"value", values.number_text(resource, id)}, {"title", title_of(record)}});
    }
    return choices;
  }));
}

}  // namespace theatre_admin
