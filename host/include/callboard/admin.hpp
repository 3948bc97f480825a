// A kind of record that administrators manage: declared by the plugin that owns its table, shown and edited by whoever
// renders the administration (theatre_admin). Nobody writes a page for it.
//
//   host.admin_resource({.name = "halls", .record = "hall", .label = _("Halls"), .one = _("Hall"),
//                        .table = "courses_halls", .title = "t.name",
//                        .fields = {{.name = "name", .label = _("Name"), .sortable = true, .required = true},
//                                   {.name = "places", .label = _("Places"), .kind = AdminKind::Number}},
//                        .search = {"name"}, .sort = "name"});
//
// Its table has `id` and `version`, both BIGINT; `version` grows with every change, whoever makes it. SQL in a
// declaration is the plugin's own text, never input; there the table is `t`.
//
// Values are JSON, by the kind of their field:
//
//   Text, LongText   a text                     Choices      an array of texts
//   Number           an integer, or null        Reference    an id, or null
//   Flag             true or false              References   an array of ids
//   Moment           microseconds, or null      Picture      the name of a stored file, or ""
//   Date             "2026-11-21", or ""        Choice       a text
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "callboard/api.hpp"
#include "callboard/database.hpp"
#include "callboard/form.hpp"
#include "callboard/http.hpp"
#include "callboard/pictures.hpp"
#include "callboard/text.hpp"
#include "callboard/visitor.hpp"

namespace callboard {

enum class AdminKind { Text, LongText, Number, Flag, Moment, Date, Choice, Choices, Reference, References, Picture };

struct AdminChoice {
  std::string value;
  Text label;
};

struct AdminField {
  std::string name;  // in forms, in URLs and in the file of an export: "starts_at"
  Text label;
  AdminKind kind = AdminKind::Text;
  // What is read; the column of that name unless said otherwise. Of Choices and References it is one text, the values
  // joined by commas.
  std::string sql = {};

  bool listed = true;       // among the columns that a list begins with
  bool sortable = false;    // it is a column, is never NULL, and (column, id) has an index
  bool filterable = false;  // by a value; Number, Moment and Date: by a range. Not for texts
  // The condition of the filter, in which `:value` is what is looked for, where it is not `sql = :value`.
  std::string filter_sql = {};

  bool editable = true;  // it stands in forms and in imports; otherwise it is only shown
  bool required = false;
  std::size_t longest = 200;  // of texts, in characters
  std::int64_t least = 0;     // of numbers
  std::int64_t most = std::numeric_limits<std::int32_t>::max();
  std::vector<AdminChoice> choices = {};
  std::string resource = {};  // of references: the name of the other resource
  PictureRules picture = {};  // its first size is kept
  Text hint = {};
  nlohmann::json initial = {};  // what the form of a new record begins with
};

// Records of another resource that belong to one of these: shown beneath it.
struct AdminChildren {
  std::string resource;
  std::string field;  // its Reference to this resource; filterable
};

// What an administrator asks for. Lives as long as the request.
struct AdminCall {
  const Visitor& by;
  const Request& request;
};

// A rule that the plugin owns forbids it. Rolls back whatever was done, and is shown at the fields, or above the form.
class CALLBOARD_API AdminRefusal : public Conflict {
 public:
  explicit AdminRefusal(Text why);
  explicit AdminRefusal(Faults faults);
  ~AdminRefusal() override;
  const Faults& faults() const { return faults_; }

 private:
  Faults faults_;
};

// What can be done with a record beside editing it; several at once too, then all of it or nothing.
struct AdminAction {
  std::string name;  // in the URL: "disable"
  Text label;
  Text question = {};  // asked before it is done
  bool danger = false;
  bool for_many = true;                 // offered for a selection as well
  std::vector<AdminField> fields = {};  // what has to be said with it, such as a reason; texts and choices
  // Whether it makes sense for this record; always where there is none. `record` has the fields' values and "id".
  std::function<bool(const nlohmann::json& record)> offered = {};
  // Does it, inside the caller's transaction. Throws AdminRefusal, NotFound.
  std::function<void(Transaction&, const AdminCall&, std::int64_t id, const nlohmann::json& values)> run;
  // What is to be done once that is committed, where it has a transaction of its own.
  std::function<void(const AdminCall&, std::int64_t id)> after = {};
  Text done = {};  // the flash afterwards
};

// How records are written. Where a function is missing, the fields' columns are written as they are. All run inside
// the caller's transaction, after the values were checked by their fields; `values` has only what is to be set, and
// all of it for a new record. They throw AdminRefusal where a rule forbids it. The version is the caller's business.
struct AdminWrites {
  // Returns the new record's id.
  std::function<std::int64_t(Transaction&, const AdminCall&, const nlohmann::json& values)> create = {};
  std::function<void(Transaction&, const AdminCall&, std::int64_t id, const nlohmann::json& values)> change = {};
  std::function<void(Transaction&, const AdminCall&, std::int64_t id)> remove = {};
  // Rules over several fields, before either way of writing; `record` is what there is, null for a new one.
  std::function<Faults(Transaction&, const AdminCall&, const nlohmann::json& record, const nlohmann::json& values)>
      check = {};
};

// Another page about these records, offered above their list.
struct AdminLink {
  Text label;
  std::string url;
};

struct AdminResource {
  std::string name;  // in the URL: /admin/shows
  // The kind of record in the audit log and in the search index: "show". Two resources on one table share it.
  std::string record;
  Text label;       // "Shows"
  Text one;         // "Show"
  int order = 100;  // in the menu; smaller is further up
  std::string table;
  std::string where = {};  // only these rows of it; a condition
  std::string title;       // what names a record to people: an expression, never NULL or empty
  std::vector<AdminField> fields;
  // The fields by whose words records are found. Who writes the table elsewhere tells the SearchIndex.
  std::vector<std::string> search = {};
  // References: found by the words of the records that these name as well, such as a request by its person.
  std::vector<std::string> search_through = {};
  std::string sort = {};  // a sortable field, behind a '-' for the other direction; otherwise by id, the newest first
  std::string version = "t.version";  // an expression; "0" where records are only read
  std::vector<AdminChildren> children = {};
  std::vector<AdminAction> actions = {};
  std::vector<AdminLink> links = {};
  std::vector<AdminChoice> audit_words = {};  // what the plugin's own actions in the audit log are called
  AdminWrites writes = {};
  bool may_create = true;
  bool may_change = true;
  bool may_remove = true;
  bool recent = false;   // who writes must have given the password just now
  bool audited = false;  // the plugin's own functions tell the audit log
  // Who may read and who may write, of those who are administrators; all where there is none.
  std::function<bool(const Visitor&)> may_read = {};
  std::function<bool(const Visitor&)> may_write = {};
  // Whose personal data the record holds, if anybody's.
  std::function<std::optional<UserId>(const nlohmann::json& record)> person = {};
  // A page of the site that shows this record, or an empty text.
  std::function<std::string(std::int64_t id)> page = {};
};

// Work that waits for somebody: on the dashboard while there is any.
struct PendingWork {
  Text label;       // "Requests"
  std::string url;  // where it is done
  int order = 100;
  std::function<long long(Transaction&)> count;
};

// A figure over time, drawn as a plot and written as a table.
struct Plot {
  struct Series {
    Text label;
    std::vector<double> values;  // as many as there are labels
  };
  std::vector<Text> labels;  // along the axis
  std::vector<Series> series;
};

struct DashboardPlot {
  std::string name;  // "accounts.sign_ups"
  Text title;
  int order = 100;
  std::function<Plot(Transaction&)> data;
};

// What all plugins brought for the administration, each in its order. Complete once all have registered; thread-safe.
class CALLBOARD_API AdminSite {
 public:
  virtual ~AdminSite();
  virtual const std::vector<AdminResource>& resources() const = 0;
  virtual const std::vector<PendingWork>& pending() const = 0;
  virtual const std::vector<DashboardPlot>& plots() const = 0;
  // Null where there is none of that name.
  const AdminResource* find(std::string_view name) const;
};

}  // namespace callboard
