// /enrolments/mails: which mails one wants. Thread-safe.
#pragma once

#include <callboard/router.hpp>

#include "mail_kinds.hpp"
#include "teaching_parts.hpp"

namespace courses {

class MailPages {
 public:
  explicit MailPages(const TeachingParts& parts) : parts_(parts) {}

  void add_routes(callboard::Routes& routes);

 private:
  callboard::Response show(const callboard::Visitor& visitor) const;
  callboard::Response choose(const callboard::Request& request, const callboard::Visitor& visitor) const;

  const TeachingParts parts_;
};

}  // namespace courses
