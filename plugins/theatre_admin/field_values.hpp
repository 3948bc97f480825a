// The values of a resource's fields as texts, and texts as values: of forms, of files, of the audit log, and in words
// for people. All that is special about a kind of field stands here.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <callboard/admin.hpp>

#include "record.hpp"

namespace theatre_admin {

// A value that was read from texts; with a fault, there is none.
struct ReadValue {
  nlohmann::json value;
  callboard::Text fault;
  bool holds() const { return fault.empty(); }
};

// Within one transaction: what records are called is looked up once. Not thread-safe.
class FieldValues {
 public:
  // `zone` is the site's: times are read and written on its clocks.
  FieldValues(callboard::Transaction& tx, const callboard::AdminSite& site, std::string zone)
      : tx_(tx), site_(site), zone_(std::move(zone)) {}

  // What a form sent for that field: one text, for lists any number. Empty ones are no value.
  ReadValue from_form(const AdminField& field, const std::vector<std::string>& texts);
  // A cell of a CSV file as what a form would have sent: there lists are joined by ';', and an export puts an
  // apostrophe before what a spreadsheet would take for a formula.
  static std::vector<std::string> texts_of_cell(const AdminField& field, const std::string& cell);
  // The texts with which a form shows a value; from_form() reads them back. A reference is its title, or where that
  // names none or several its id.
  std::vector<std::string> to_form(const AdminField& field, const nlohmann::json& value);

  // For a template: an array of {"text", and where there is a page of it "url"}; empty for no value.
  nlohmann::json to_words(const AdminField& field, const nlohmann::json& value);
  // The same for what plain_text() left in the audit log.
  nlohmann::json logged_to_words(const AdminField& field, const std::string& logged);

  // The id that a text names: an id itself, or the title of exactly one record.
  ReadValue reference(const AdminField& field, const std::string& text);
  // Whether they are the same in a form: it knows no seconds, and not which of two hours with one name.
  bool same(const AdminField& field, const nlohmann::json& one, const nlohmann::json& other) const;
  std::string title(const std::string& resource, std::int64_t id);
  // What a form sends for a record of which its number is known: "12", or "#12" where another one has the title "12".
  std::string number_text(const AdminResource& resource, std::int64_t id);
  // Titles of many at once, so that they are not asked for one by one.
  void learn_titles(const std::string& resource, const std::vector<std::int64_t>& ids);

 private:
  ReadValue number(const AdminField& field, const std::string& text) const;
  ReadValue moment_of(const std::string& text) const;
  ReadValue choices(const AdminField& field, const std::vector<std::string>& texts) const;
  ReadValue references(const AdminField& field, const std::vector<std::string>& texts);
  ReadValue look_up(const AdminResource& resource, const std::string& text);
  bool has_record(const AdminResource& resource, std::int64_t id);
  std::vector<Record> titled(const AdminResource& resource, const std::string& title);
  ReadValue read(const AdminField& field, const std::vector<std::string>& texts);
  std::string local(const nlohmann::json& value) const;

  callboard::Transaction& tx_;
  const callboard::AdminSite& site_;
  std::string zone_;
  std::map<std::pair<std::string, std::int64_t>, std::string> titles_;
  std::map<std::pair<std::string, std::string>, ReadValue> looked_up_;
};

}  // namespace theatre_admin
