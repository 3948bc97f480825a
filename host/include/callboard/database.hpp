// The database that all plugins share: MySQL/MariaDB or SQLite behind one interface. Thread-safe.
//
//   database.transact([&](Transaction& tx) { … });         several statements, all or nothing
//   database.transact_single([&](Transaction& tx) { … });  exactly one writing statement
//   database.read([&](Transaction& tx) { … });             several reads of one moment
//   database.read_single([&](Transaction& tx) { … });      exactly one read
//
// The function may run more than once (a deadlock, a lost connection), so it has no effect outside
// its Transaction, and it never waits for anything but the database. A return means: committed; on
// SQLite also: synced to disk.
//
// Only sql_* files touch `Transaction::sql()`.
#pragma once

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "callboard/api.hpp"
#include "callboard/errors.hpp"

namespace soci {
class session;
}

namespace callboard {

enum class Engine { Sqlite, Mysql };

// A constraint of the schema refused the statement. Rolls the transaction back unless it is caught
// inside the function; a rule that relies on a constraint catches it there, or outside `transact`.
class CALLBOARD_API ConstraintViolation : public Conflict {
 public:
  enum class Kind { Unique, ForeignKey, NotNull, Check };
  ConstraintViolation(Kind kind, std::string log_text);
  ~ConstraintViolation() override;
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

// The connection was lost while the commit was under way: nobody knows whether it took effect.
// Mapped to 503; never run blindly again.
class CALLBOARD_API OutcomeUnknown : public Unavailable {
 public:
  explicit OutcomeUnknown(std::string log_text);
  ~OutcomeUnknown() override;
};

// Something that is kept with a connection and goes with it: a prepared statement and its buffers.
class CALLBOARD_API Kept {
 public:
  virtual ~Kept();
};

class CALLBOARD_API Transaction {
 public:
  virtual ~Transaction();

  virtual soci::session& sql() = 0;
  virtual Engine engine() const = 0;

  // A statement that is prepared once per connection and used again: on SQLite 1.5 times as fast as
  // a fresh one. `Statement` derives from Kept, prepares itself and binds its own members in
  // `explicit Statement(Transaction&)`. Use what it returned only until the function ends.
  template <typename Statement>
    requires std::derived_from<Statement, Kept>
  Statement& kept() {
    return static_cast<Statement&>(kept(
        &key<Statement>, [](Transaction& tx) -> std::unique_ptr<Kept> { return std::make_unique<Statement>(tx); }));
  }

 protected:
  using MakeKept = std::unique_ptr<Kept> (*)(Transaction&);
  virtual Kept& kept(const void* key, MakeKept make) = 0;

 private:
  // Its address is the statement's identity: unlike type_info it is never shared between plugins.
  template <typename Statement>
  static inline char key = 0;
};

class CALLBOARD_API Database {
 public:
  virtual ~Database();

  virtual Engine engine() const = 0;

  // Writes. Begins, runs, commits; rolls back on a throw; on a deadlock or a lost connection before
  // the commit it runs `work` again. Throws what `work` threw, ConstraintViolation, OutcomeUnknown,
  // or Unavailable when no connection could be had in time. Must not be nested.
  template <typename Work>
  auto transact(Work&& work) {
    return returning(std::forward<Work>(work), [this](const Function& f) { run(Mode::Write, f); });
  }
  // The same for one statement: on MySQL it saves two of three round trips.
  template <typename Work>
  auto transact_single(Work&& work) {
    return returning(std::forward<Work>(work), [this](const Function& f) { run(Mode::WriteSingle, f); });
  }
  // Reads one consistent state, never in a writer's way.
  template <typename Work>
  auto read(Work&& work) {
    return returning(std::forward<Work>(work), [this](const Function& f) { run(Mode::Read, f); });
  }
  template <typename Work>
  auto read_single(Work&& work) {
    return returning(std::forward<Work>(work), [this](const Function& f) { run(Mode::ReadSingle, f); });
  }

 protected:
  enum class Mode { Write, WriteSingle, Read, ReadSingle };
  using Function = std::function<void(Transaction&)>;
  virtual void run(Mode mode, const Function& work) = 0;

 private:
  template <typename Work, typename Run>
  static auto returning(Work&& work, const Run& run) {
    using Result = std::invoke_result_t<Work&, Transaction&>;
    if constexpr (std::is_void_v<Result>) {
      run([&](Transaction& tx) { work(tx); });
    } else {
      std::optional<Result> result;
      run([&](Transaction& tx) { result.emplace(work(tx)); });
      return std::move(result).value();
    }
  }
};

}  // namespace callboard
