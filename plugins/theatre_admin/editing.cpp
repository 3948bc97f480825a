#include "editing.hpp"

#include <stdexcept>

#include "sql_record_writes.hpp"

namespace theatre_admin {

using namespace callboard;

namespace {

constexpr std::uint64_t kFormLimit = 1024 * 1024;         // bytes, beside pictures
constexpr std::uint64_t kImportLimit = 10 * 1024 * 1024;  // bytes

// A page of a resource becomes a handler.
template <typename Pages>
auto handler(const Pages& pages, const AdminResource& resource,
             Response (Pages::*page)(const AdminCall&, const AdminResource&) const) {
  return [&pages, &resource, page](const Request& request, const Visitor& visitor) {
    return (pages.*page)(AdminCall{visitor, request}, resource);
  };
}

void refuse_unwritable(const AdminResource& resource) {
  for (const auto& field : resource.fields) {
    if (!field.editable || !SqlRecordWrites::column_of(field).empty()) continue;
    const bool created = !resource.may_create || resource.writes.create;
    const bool changed = !resource.may_change || resource.writes.change;
    if (created && changed) continue;
    throw std::logic_error("the admin resource " + resource.name + " lets one edit " + field.name +
                           ", which is no column, and has no function that writes it");
  }
}

std::uint64_t form_limit(const AdminResource& resource) {
  auto limit = kFormLimit;
  for (const auto& field : resource.fields) {
    if (field.editable && field.kind == AdminKind::Picture) limit += field.picture.most_bytes;
    if (field.kind == AdminKind::LongText) limit += field.longest * 12;  // as percent-encoded UTF-8
  }
  return limit;
}

}  // namespace

Editing::Editing(Registrar& host, const AdminFrame& frame)
    : uploads_(host.pictures(), host.media(), host.keys("pictures")),
      saving_(host.audit(), host.search(), host.media()),
      editing_(host.database(), host.admin_site(), host.site(), saving_),
      removal_(host.audit(), host.search(), host.media()),
      parts_{host.database(), host.view(),   frame,    host.admin_site(), host.site(), host.audit(), host.search(),
             host.media(),    host.people(), uploads_, saving_,           editing_,    removal_},
      page_(parts_),
      forms_(parts_),
      deeds_(parts_),
      choices_(parts_),
      import_(host.database(), host.admin_site(), host.site(), saving_, host.audit(), host.clock()),
      import_pages_(parts_, import_) {
  host.job({"sweep_imports", std::chrono::minutes(10), [this] { import_.sweep(); }});
}

void Editing::add_routes(Registrar& host, const AdminResource& resource) const {
  refuse_unwritable(resource);
  const auto reads = role("admin");
  const auto writes = resource.recent ? reads.recently() : reads;
  const auto all = address_of(resource), one = all + "/{id:int}";
  auto& routes = host.routes();
  routes.get(one, reads, handler(page_, resource, &RecordPage::show));
  routes.get(one + "/pictures/{field}", reads, handler(page_, resource, &RecordPage::picture));
  routes.get(all + "/choices", reads, handler(choices_, resource, &RecordChoices::find));
  add_pages(routes, resource, writes);
  add_actions(routes, resource, writes);
  if (resource.may_create || resource.may_change) add_import(routes, resource, writes);
}

void Editing::add_pages(Routes& routes, const AdminResource& resource, const Access& writes) const {
  const auto all = address_of(resource), one = all + "/{id:int}";
  const auto save = [&](const std::string& pattern, auto page) {
    auto& route = routes.post(pattern, writes, handler(forms_, resource, page));
    route.heavy = true;  // pictures
    route.body_limit = form_limit(resource);
  };
  if (resource.may_create) {
    routes.get(all + "/new", writes, handler(forms_, resource, &RecordFormPages::ask_new));
    save(all + "/new", &RecordFormPages::create);
  }
  if (resource.may_change) {
    routes.get(one + "/edit", writes, handler(forms_, resource, &RecordFormPages::ask_edit));
    save(one + "/edit", &RecordFormPages::change);
  }
  if (resource.may_remove) {
    routes.get(one + "/delete", writes, handler(deeds_, resource, &RecordDeeds::ask_removal));
    routes.post(one + "/delete", writes, handler(deeds_, resource, &RecordDeeds::remove));
  }
}

void Editing::add_actions(Routes& routes, const AdminResource& resource, const Access& writes) const {
  for (const auto& action : resource.actions) {
    const auto pattern = address_of(resource) + "/{id:int}/" + action.name;
    routes.get(pattern, writes, [this, &resource, &action](const Request& request, const Visitor& visitor) {
      return deeds_.ask({visitor, request}, resource, action);
    });
    routes.post(pattern, writes, [this, &resource, &action](const Request& request, const Visitor& visitor) {
      return deeds_.act({visitor, request}, resource, action);
    });
  }
}

void Editing::add_import(Routes& routes, const AdminResource& resource, const Access& writes) const {
  const auto pattern = address_of(resource) + "/import";
  routes.get(pattern, writes, handler(import_pages_, resource, &RecordImportPages::ask));
  auto& upload = routes.post(pattern, writes, handler(import_pages_, resource, &RecordImportPages::preview));
  upload.heavy = true;
  upload.body_limit = kImportLimit;
  routes.post(pattern + "/confirm", writes, handler(import_pages_, resource, &RecordImportPages::apply)).heavy = true;
}

}  // namespace theatre_admin
