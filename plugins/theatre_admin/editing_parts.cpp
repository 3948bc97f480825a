#include "editing_parts.hpp"

#include "record_cells.hpp"

namespace theatre_admin {

using namespace callboard;

void need_reader(const AdminResource& resource, const Visitor& visitor) {
  if (!may_read(resource, visitor)) throw Forbidden("records that this administrator may not see");
}

void need_writer(const AdminResource& resource, const Visitor& visitor, bool possible) {
  if (!possible || !may_write(resource, visitor)) throw Forbidden("records that this administrator may not write");
}

nlohmann::json name_of(const AdminResource& resource, const Record& record) {
  const auto* field = title_field(resource);
  if (!field || field->kind != AdminKind::Choice) return title_of(record);
  return choice_label(*field, title_of(record));
}

std::string address_of(const AdminResource& resource, std::int64_t id) {
  return address_of(resource) + "/" + std::to_string(id);
}

std::string picture_address(const AdminResource& resource, const Record& record, const AdminField& field) {
  const auto name = plain_text(record.value(field.name, nlohmann::json()));
  if (name.empty()) return {};
  return address_of(resource, id_of(record)) + "/pictures/" + field.name + "?v=" + name.substr(name.find('/') + 1, 12);
}

}  // namespace theatre_admin
