// Two resources on tables of their own, with a field of each kind: plays, and the halls in which they are given.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "callboard/admin.hpp"
#include "callboard/sql.hpp"
#include "callboard/testing/database_fixture.hpp"
#include "callboard/testing/fixed_site.hpp"
#include "callboard/testing/recording_audit_log.hpp"
#include "record.hpp"
#include "sql_records.hpp"

namespace theatre_admin {

using namespace callboard;

inline AdminResource halls_resource() {
  return {.name = "halls",
          .record = "test_hall",
          .label = _("Halls"),
          .one = _("Hall"),
          .table = "test_halls",
          .title = "t.name",
          .fields = {{.name = "name", .label = _("Name"), .sortable = true, .required = true, .longest = 50}},
          .search = {"name"},
          .sort = "name",
          .children = {{"plays", "hall"}}};
}

inline AdminResource plays_resource() {
  return {
      .name = "plays",
      .record = "test_play",
      .label = _("Plays"),
      .one = _("Play"),
      .table = "test_plays",
      .title = "t.title",
      .fields =
          {{.name = "title", .label = _("Title"), .sortable = true, .required = true, .longest = 100},
           {.name = "starts_at",
            .label = _("Begins"),
            .kind = AdminKind::Moment,
            .sortable = true,
            .filterable = true,
            .required = true},
           {.name = "genre",
            .label = _("Genre"),
            .kind = AdminKind::Choice,
            .filterable = true,
            .required = true,
            .choices = {{"drama", _("Drama")}, {"comedy", _("Comedy")}},
            .initial = "drama"},
           {.name = "open", .label = _("Open to all"), .kind = AdminKind::Flag, .filterable = true},
           {.name = "seats", .label = _("Seats"), .kind = AdminKind::Number, .most = 500},
           {.name = "hall", .label = _("Hall"), .kind = AdminKind::Reference, .filterable = true, .resource = "halls"},
           {.name = "premiere", .label = _("Premiere"), .kind = AdminKind::Date, .listed = false},
           {.name = "notes", .label = _("Notes"), .kind = AdminKind::LongText, .listed = false, .longest = 1000}},
      .search = {"title"},
      .sort = "title"};
}

class PlaysAdminSite : public AdminSite {
 public:
  const std::vector<AdminResource>& resources() const override { return all; }
  const std::vector<PendingWork>& pending() const override { return works; }
  const std::vector<DashboardPlot>& plots() const override { return drawn; }

  std::vector<AdminResource> all{plays_resource(), halls_resource()};
  std::vector<PendingWork> works;
  std::vector<DashboardPlot> drawn;
};

class PlaysTest : public callboard::testing::DatabaseTest {
 protected:
  Migrations migrations() const override {
    return {{"host", CALLBOARD_SOURCE_DIR "/sql/host"}, {"test", CALLBOARD_SOURCE_DIR "/tests/theatre_admin/sql"}};
  }

  const AdminResource& plays() { return *site_.find("plays"); }
  const AdminResource& halls() { return *site_.find("halls"); }

  std::int64_t add_hall(const std::string& name) {
    return database().transact([&](Transaction& tx) {
      tx.sql() << "INSERT INTO test_halls (name) VALUES (:name)", soci::use(name, "name");
      return last_insert_id(tx);
    });
  }
  std::int64_t add_play(const std::string& title, long long starts_at = 0, const std::string& genre = "drama") {
    return database().transact([&](Transaction& tx) {
      tx.sql() << "INSERT INTO test_plays (title, starts_at, genre) VALUES (:title, :starts, :genre)",
          soci::use(title, "title"), soci::use(starts_at, "starts"), soci::use(genre, "genre");
      return last_insert_id(tx);
    });
  }
  std::optional<Record> find(const AdminResource& resource, std::int64_t id) {
    return database().read([&](Transaction& tx) { return SqlRecords::find(tx, resource, id); });
  }

  PlaysAdminSite site_;
};

}  // namespace theatre_admin
