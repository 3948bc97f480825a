// Two enrolled cabinets, "hall" and "stage", beside what cabinet_fixture.hpp has; batches as they send them.
#pragma once

#include <nlohmann/json.hpp>

#include "cabinet_fixture.hpp"
#include "device_event_fields.hpp"
#include "offline_events.hpp"
#include "sql_cabinet_repository.hpp"
#include "sql_device_event_repository.hpp"

namespace key_cabinet {

using nlohmann::json;

class OfflineTest : public CabinetTest {
 protected:
  void SetUp() override {
    CabinetTest::SetUp();
    hall_ = enrol("hall");
    stage_ = enrol("stage");
  }

  CabinetId enrol(const std::string& name) {
    const SqlCabinetRepository rows;
    return database().transact([&](Transaction& tx) { return rows.find_or_add(tx, name, clock().now()); });
  }

  // "2026-11-21T08:00:00Z" of the clock's present time and so many seconds.
  std::string at(long long seconds = 0) { return text_of(clock().now() + std::chrono::seconds(seconds)); }
  static std::string text_of(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
  }
  json event(long long seq, long long seconds, const char* type, const std::string& serial, const std::string& key) {
    return {{"seq", seq}, {"at", at(seconds)}, {"type", type}, {"serial", serial}, {"key", key}};
  }
  json issued(long long seq, long long seconds, const std::string& serial, const std::string& key) {
    return event(seq, seconds, "issued", serial, key);
  }
  json returned(long long seq, long long seconds, const std::string& serial, const std::string& key) {
    return event(seq, seconds, "returned", serial, key);
  }

  OfflineEvents::Taken tell(CabinetId cabinet, const std::vector<json>& events, const json& now = nullptr) {
    json body{{"events", events}};
    if (!now.is_null()) body["now"] = now;
    return OfflineEvents(database(), event_rows_, loan_rows_, clock(), site_)
        .take(CabinetTest::cabinet(to_sql(cabinet)), device_batch(body));
  }
  // The reasons of the conflicts, in order, such as "17 not_out".
  static std::vector<std::string> reasons(const OfflineEvents::Taken& taken) {
    std::vector<std::string> all;
    for (const auto& [seq, reason] : taken.conflicts) all.push_back(std::to_string(seq) + " " + reason);
    return all;
  }
  using Reasons = std::vector<std::string>;

  // Who has the key, by serial; empty: nobody.
  std::string hand(const std::string& key) {
    return text(
        "SELECT COALESCE(MAX(CAST(h.serial AS CHAR)), '') FROM key_cabinet_loans l JOIN key_cabinet_keys k ON "
        "k.id = l.open_key JOIN key_cabinet_holders h ON h.id = l.holder_id WHERE k.label = '" +
        key + "'");
  }
  std::string text(const std::string& select) {
    return database().read_single([&](Transaction& tx) {
      std::string value;
      tx.sql() << select, soci::into(value);
      return value;
    });
  }
  long long loans_where(const std::string& where) {
    return number("SELECT COUNT(*) FROM key_cabinet_loans WHERE " + where);
  }
  long long recorded(const std::string& where = "1 = 1") {
    return number("SELECT COUNT(*) FROM key_cabinet_device_events WHERE " + where);
  }
  // Pairs of one key's loans that overlap.
  long long overlaps() {
    return number(
        "SELECT COUNT(*) FROM key_cabinet_loans a JOIN key_cabinet_loans b ON a.key_id = b.key_id AND a.id < b.id "
        "WHERE "
        "a.taken_at < COALESCE(b.returned_at, 9000000000000000) AND b.taken_at < COALESCE(a.returned_at, "
        "9000000000000000)");
  }
  long long us(long long seconds) { return to_sql(clock().now() + std::chrono::seconds(seconds)); }

  SqlDeviceEventRepository event_rows_;
  CabinetId hall_{}, stage_{};
};

}  // namespace key_cabinet
