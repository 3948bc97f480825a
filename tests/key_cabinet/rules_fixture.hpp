// What an administrator sets up about access, in few words; times are the school's.
#pragma once

#include "cabinet_fixture.hpp"
#include "callboard/local_time.hpp"

namespace key_cabinet {

class RulesTest : public CabinetTest {
 protected:
  // The school's clocks show that time: "2026-11-20T18:30".
  void it_is(const std::string& local) { clock().set(time(local)); }
  Time time(const std::string& local) { return time_from_local(local, site_.value.time_zone).value(); }
  static std::string quoted(const std::string& text) { return "'" + text + "'"; }
  static std::string holder(const std::string& serial) {
    return "(SELECT id FROM key_cabinet_holders WHERE serial = " + quoted(serial) + ")";
  }
  static std::string key(const std::string& label) {
    return "(SELECT id FROM key_cabinet_keys WHERE label = " + quoted(label) + ")";
  }
  static std::string room_of(const std::string& label) {
    return "(SELECT room_id FROM key_cabinet_keys WHERE label = " + quoted(label) + ")";
  }
  static std::string in(const std::string& table, const std::string& name) {
    return "(SELECT id FROM key_cabinet_" + table + " WHERE name = " + quoted(name) + ")";
  }

  // Weekdays as bits: 1 is Monday.
  std::string window(int weekdays, int from, int until, const std::string& first = "", const std::string& last = "") {
    const auto name = "window " + std::to_string(++windows_);
    execute(
        "INSERT INTO key_cabinet_windows (name, weekdays, from_minute, until_minute, first_date, last_date) VALUES (" +
        quoted(name) + ", " + std::to_string(weekdays) + ", " + std::to_string(from) + ", " + std::to_string(until) +
        ", " + quoted(first) + ", " + quoted(last) + ")");
    return in("windows", name);
  }
  // `who` is one of the columns for holders, `what` one of those for keys, with its value.
  void grant(const std::string& who, const std::string& who_id, const std::string& what, const std::string& what_id,
             const std::string& window = "NULL") {
    execute("INSERT INTO key_cabinet_grants (" + who + ", " + what + ", window_id) SELECT " + who_id + ", " + what_id +
            ", " + window);
  }
  void holder_group(const std::string& name, const std::vector<std::string>& serials) {
    execute("INSERT INTO key_cabinet_holder_groups (name) VALUES (" + quoted(name) + ")");
    for (const auto& serial : serials) {
      execute("INSERT INTO key_cabinet_holder_group_members (group_id, holder_id) SELECT " + in("holder_groups", name) +
              ", " + holder(serial));
    }
  }
  void key_group(const std::string& name, const std::vector<std::string>& labels) {
    execute("INSERT INTO key_cabinet_key_groups (name) VALUES (" + quoted(name) + ")");
    for (const auto& label : labels) {
      execute("INSERT INTO key_cabinet_key_group_keys (group_id, key_id) SELECT " + in("key_groups", name) + ", " +
              key(label));
    }
  }
  void booking(const std::string& serial, const std::string& label, const std::string& from, const std::string& until) {
    execute("INSERT INTO key_cabinet_bookings (holder_id, room_id, from_at, until_at) SELECT " + holder(serial) + ", " +
            room_of(label) + ", " + std::to_string(to_sql(time(from))) + ", " + std::to_string(to_sql(time(until))));
  }
  void set_holder(const std::string& serial, const std::string& what) {
    execute("UPDATE key_cabinet_holders SET " + what + " WHERE serial = " + quoted(serial));
  }
  void set_key(const std::string& label, const std::string& what) {
    execute("UPDATE key_cabinet_keys SET " + what + " WHERE label = " + quoted(label));
  }
  void set_rooms(const std::string& what) { execute("UPDATE key_cabinet_rooms SET " + what); }

  Issue take(const std::string& serial, const std::string& label) { return loans().issue(cabinet(7), {serial, label}); }
  Return bring(const std::string& serial, const std::string& label) {
    return loans().give_back(cabinet(7), {serial, label});
  }
  // Whether it could be taken now; it is back afterwards.
  bool may_take(const std::string& serial, const std::string& label) {
    const auto outcome = take(serial, label);
    if (outcome == Issue::Issued) bring(serial, label);
    return outcome == Issue::Issued;
  }
  // When the only key that is out is due, as the school's clocks show it then; empty where it never is.
  std::string due() {
    const auto at = number("SELECT COALESCE(MAX(due_at), 0) FROM key_cabinet_loans WHERE open_key IS NOT NULL");
    return at == 0 ? "" : local_text(time_from_sql(at), site_.value.time_zone);
  }

 private:
  int windows_ = 0;
};

}  // namespace key_cabinet
