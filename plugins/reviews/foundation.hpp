// What the plugin consists of, put together: the use cases and the pages. Lives as long as the plugin; its members are
// thread-safe.
#pragma once

#include <optional>

#include <callboard/registrar.hpp>

#include "author_data.hpp"
#include "author_pages.hpp"
#include "demo.hpp"
#include "moderation_pages.hpp"
#include "public_pages.hpp"

namespace reviews {

class Foundation {
 public:
  explicit Foundation(callboard::Registrar& host);
  Foundation(const Foundation&) = delete;
  Foundation& operator=(const Foundation&) = delete;

  void register_with(callboard::Registrar& host);

 private:
  void add_administration(callboard::Registrar& host);
  // In the administration's frame, where there is one; and the demonstration, which needs what the others brought.
  void add_what_needs_others(callboard::Registrar& all);

  callboard::Database& database_;
  SubjectKinds kinds_;
  Published published_;
  Reporting reporting_;
  Writing writing_;
  DecisionMails mails_;
  Moderation moderation_;
  AuthorData data_;
  Demo demo_;
  PublicPages public_pages_;
  AuthorPages author_pages_;
  std::optional<ModerationPages> moderation_pages_;
};

}  // namespace reviews
