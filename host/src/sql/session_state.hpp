// What a connection's driver has reported since its last transaction began. The database decides from this, not
// from the exception that comes out of the caller's function, since that function may have swallowed or wrapped it.
#pragma once

#include <string>

namespace callboard::host {

enum class Failure {
  None,
  TryAgain,    // a deadlock, a lock that was not had in time: run the transaction again
  LostUnsent,  // the connection is gone; the last statement never left this machine
  LostSent,    // the connection is gone; the last statement may have been executed
  Broken,      // disk full, I/O error: this transaction cannot succeed
};

struct SessionState {
  Failure failure = Failure::None;
  std::string why;          // the driver's words, for the log
  bool errors = false;      // any, violations of constraints included
  unsigned statements = 0;  // that were sent since it began

  bool lost() const { return failure == Failure::LostUnsent || failure == Failure::LostSent; }
  void fail(Failure kind, std::string text) {
    failure = kind;
    why = std::move(text);
  }
};

}  // namespace callboard::host
