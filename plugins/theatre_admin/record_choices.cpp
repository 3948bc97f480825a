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
  auto found =
      parts_.database.read([&](Transaction& tx) { return SqlRecordChoices::find(tx, resource, parts_.search, query); });
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return title_of(a) < title_of(b); });
  auto choices = json::array();
  for (const auto& record : found) choices.push_back({{"id", id_of(record)}, {"title", title_of(record)}});
  return Response::json(choices);
}

}  // namespace theatre_admin
