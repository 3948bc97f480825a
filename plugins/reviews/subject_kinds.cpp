#include "subject_kinds.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace reviews {

using namespace callboard;

void SubjectKinds::add(SubjectKind kind) {
  if (find(kind.name)) throw std::logic_error("two kinds of reviews' subjects are named " + kind.name);
  kinds_.push_back(std::move(kind));
}

const SubjectKind* SubjectKinds::find(const std::string& name) const {
  const auto found = std::find_if(kinds_.begin(), kinds_.end(), [&](const auto& kind) { return kind.name == name; });
  return found == kinds_.end() ? nullptr : &*found;
}

SubjectKinds::FoundSubjects SubjectKinds::find(Transaction& tx, const std::vector<SubjectRef>& subjects) const {
  FoundSubjects found;
  for (const auto& kind : kinds_) {
    std::set<std::int64_t> ids;
    for (const auto& subject : subjects) {
      if (subject.kind == kind.name) ids.insert(subject.id);
    }
    if (ids.empty()) continue;
    for (auto& [id, subject] : kind.find(tx, {ids.begin(), ids.end()})) {
      found.emplace(SubjectRef{kind.name, id}, Found{std::move(subject), kind.label});
    }
  }
  return found;
}

}  // namespace reviews
