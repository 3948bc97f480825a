#include "security_journal.hpp"

#include <map>

namespace accounts {

using namespace callboard;

SecurityJournal::Page SecurityJournal::read(const Visitor& by, std::int64_t before) const {
  return database_.read([&](Transaction& tx) {
    auto entries = journal_.read(tx, by.user, before, kPageLength + 1);
    Page page;
    if (entries.size() > kPageLength) {
      entries.pop_back();
      page.older = entries.back().id;
    }
    std::map<UserId, std::string> names;
    const auto name_of = [&](UserId id) {
      if (const auto known = names.find(id); known != names.end()) return known->second;
      const auto user = users_.find(tx, id);
      return names[id] = user ? user->name : std::string();
    };
    for (auto& entry : entries) {
      auto name = entry.by ? name_of(*entry.by) : std::string();
      page.lines.push_back({std::move(entry), std::move(name)});
    }
    return page;
  });
}

}  // namespace accounts
