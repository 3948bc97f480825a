// All of the pages on which single records are seen and written, and the import: put together, and their routes.
#pragma once

#include <callboard/registrar.hpp>

#include "record_choices.hpp"
#include "record_deeds.hpp"
#include "record_form_pages.hpp"
#include "record_import_pages.hpp"
#include "record_page.hpp"

namespace theatre_admin {

class Editing {
 public:
  Editing(callboard::Registrar& host, const AdminFrame& frame);
  Editing(const Editing&) = delete;
  Editing& operator=(const Editing&) = delete;

  // Once all plugins have registered. Throws std::logic_error where the resource has fields that nothing could write.
  void add_routes(callboard::Registrar& host, const AdminResource& resource) const;

 private:
  void add_pages(callboard::Routes& routes, const AdminResource& resource, const callboard::Access& writes) const;
  void add_actions(callboard::Routes& routes, const AdminResource& resource, const callboard::Access& writes) const;
  void add_import(callboard::Routes& routes, const AdminResource& resource, const callboard::Access& writes) const;

  UploadedPictures uploads_;
  RecordSaving saving_;
  RecordEditing editing_;
  RecordRemoval removal_;
  EditingParts parts_;
  RecordPage page_;
  RecordFormPages forms_;
  RecordDeeds deeds_;
  RecordChoices choices_;
  RecordImport import_;
  RecordImportPages import_pages_;
};

}  // namespace theatre_admin
