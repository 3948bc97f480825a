// What a form sent about the fields of a record, before it is known whether it holds.
//
// Beside the fields it may have:
//   form=1             it is a page of ours: a list or a box that is absent is empty, not left alone
//   version            of the record that it was made from
//   base               a JSON object of what the fields were then (mark_of()), to tell who changed what
//   keep_<field>       "theirs" on the page of a conflict: the field is left alone
//   remove_<field>     a picture goes
//   kept_<field>       a picture that was uploaded with a form that did not hold, sealed by us
//   confirm            from scripts that were written for a form which asks for it; means nothing here
//   then               "edit" or "another": where to go afterwards
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <callboard/crypto.hpp>

#include "record.hpp"
#include "record_saving.hpp"

namespace theatre_admin {

struct SentForm {
  std::map<std::string, std::vector<std::string>> texts;  // of the fields that it says something about
  NewPictures pictures;
  callboard::Faults faults;  // of pictures
  bool ours = false;
  std::optional<std::int64_t> version;
  nlohmann::json base = nlohmann::json::object();
  std::string then;
};

// Throws BadRequest where something in it is neither an editable one of these fields nor from the list above, or where
// one value is sent twice.
SentForm read_form(const callboard::Form& form, const std::vector<AdminField>& fields);

// The mark of a value: equal for equal ones.
std::string mark_of(const nlohmann::json& value);

// Uploads of a form become stored pictures; what is wrong with them becomes faults. Thread-safe.
class UploadedPictures {
 public:
  UploadedPictures(callboard::Pictures& pictures, callboard::MediaStore& media, callboard::Keys keys)
      : pictures_(pictures), media_(media), keys_(std::move(keys)) {}

  // Takes long, and is done before the transaction.
  void take(const callboard::Form& form, const std::vector<AdminField>& fields, SentForm& sent) const;
  // For `kept_<field>`.
  std::string sealed(const callboard::StoredMedia& stored) const;

 private:
  void recode(const callboard::Upload& upload, const AdminField& field, SentForm& sent) const;

  callboard::Pictures& pictures_;
  callboard::MediaStore& media_;
  callboard::Keys keys_;
};

}  // namespace theatre_admin
