// What a mail says of each deed. Pure; thread-safe.
#pragma once

#include <string>

#include "mail_kinds.hpp"
#include "news.hpp"

namespace courses {

struct MailWords {
  MailKind kind{};
  callboard::Text subject;
  callboard::Text text;
  bool with_calendar = false;  // the lessons are listed and attached
  callboard::Text action = {};
  std::string path = "/enrolments";
};

// For this enrolment's student; `others` are the names of who else takes part.
MailWords words_for(EnrolmentDeed deed, const Enrolment& enrolment, const std::string& course,
                    const std::string& others);

}  // namespace courses
