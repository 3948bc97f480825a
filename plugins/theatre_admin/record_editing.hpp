// What saving a form does: reads its values, asks the rules, and creates or changes the record in one transaction.
#pragma once

#include <callboard/site.hpp>

#include "field_values.hpp"
#include "record_saving.hpp"
#include "sent_form.hpp"

namespace theatre_admin {

struct Edited {
  enum class Outcome { Saved, Unchanged, Faults, Conflict, Gone };
  Outcome outcome = Outcome::Saved;
  std::int64_t id = 0;
  callboard::Faults faults = {};
  callboard::Text refusal = {};  // a fault of no field
};

// What was read from the texts of a form.
struct ReadForm {
  nlohmann::json values = nlohmann::json::object();
  callboard::Faults faults;
};

// The values of all editable fields of a new record; what the form is silent about is what the field begins with.
ReadForm read_new(FieldValues& fields, const AdminResource& resource, const SentForm& sent);
// The values that the form says something about.
ReadForm read_sent(FieldValues& fields, const AdminResource& resource, const SentForm& sent);
// Those of `values` that are not what the record has.
nlohmann::json differing(const FieldValues& fields, const AdminResource& resource, const Record& record,
                         const nlohmann::json& values);
// What a new record has in this field where nobody says anything.
nlohmann::json initial_value(const AdminField& field);

// Thread-safe.
class RecordEditing {
 public:
  RecordEditing(callboard::Database& database, const callboard::AdminSite& site, callboard::Site& info,
                const RecordSaving& saving)
      : database_(database), site_(site), info_(info), saving_(saving) {}

  Edited create(const callboard::AdminCall& call, const AdminResource& resource, const SentForm& sent) const;
  // Where the form names no version, the present one is meant.
  Edited change(const callboard::AdminCall& call, const AdminResource& resource, std::int64_t id,
                const SentForm& sent) const;

 private:
  Edited create(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
                const SentForm& sent) const;
  Edited change(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
                std::int64_t id, const SentForm& sent) const;

  callboard::Database& database_;
  const callboard::AdminSite& site_;
  callboard::Site& info_;
  const RecordSaving& saving_;
};

}  // namespace theatre_admin
