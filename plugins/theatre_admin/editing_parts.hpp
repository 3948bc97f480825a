// What the pages of one record need.
#pragma once

#include <callboard/people.hpp>
#include <callboard/view.hpp>

#include "admin_frame.hpp"
#include "record_editing.hpp"
#include "record_removal.hpp"

namespace theatre_admin {

struct EditingParts {
  callboard::Database& database;
  callboard::View& view;
  const AdminFrame& frame;
  const callboard::AdminSite& site;
  callboard::Site& info;
  callboard::AuditLog& audit;
  callboard::SearchIndex& search;
  callboard::MediaStore& media;
  const callboard::PeopleNames& people;
  const UploadedPictures& uploads;
  const RecordSaving& saving;
  const RecordEditing& editing;
  const RecordRemoval& removal;

  FieldValues values(callboard::Transaction& tx) const { return {tx, site, info.info()->time_zone}; }
  callboard::Response render(const std::string& page, nlohmann::json data, const callboard::AdminCall& call,
                             const AdminResource& resource,
                             callboard::HttpStatus status = callboard::HttpStatus::Ok) const {
    data["resource"] = {{"label", resource.label}, {"one", resource.one}, {"url", address_of(resource)}};
    return frame.render("theatre_admin/" + page, std::move(data), call.by, address_of(resource), status);
  }
};

// Whether this visitor may do it with this resource's records at all; throws Forbidden.
void need_reader(const AdminResource& resource, const callboard::Visitor& visitor);
void need_writer(const AdminResource& resource, const callboard::Visitor& visitor, bool possible);

// What names a record to its reader: its title, or where that is the value of a choice what this is called.
nlohmann::json name_of(const AdminResource& resource, const Record& record);

std::string address_of(const AdminResource& resource, std::int64_t id);
// The address of a record's picture; the name of the content is part of it, so that a browser may keep it for good.
std::string picture_address(const AdminResource& resource, const Record& record, const AdminField& field);

}  // namespace theatre_admin
