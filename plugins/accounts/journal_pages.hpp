// /account/journal. Thread-safe.
#pragma once

#include <callboard/view.hpp>

#include "security_journal.hpp"

namespace accounts {

class JournalPages {
 public:
  JournalPages(callboard::View& view, const SecurityJournal& journal) : view_(view), journal_(journal) {}

  callboard::Response list(const callboard::Request& request, const callboard::Visitor& visitor) const;

 private:
  callboard::View& view_;
  const SecurityJournal& journal_;
};

}  // namespace accounts
