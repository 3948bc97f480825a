// What every room of the plugin stands on: its tables, and the use cases that the others share. Made while the plugin
// registers; lives as long. In the order in which one needs the other.
#pragma once

#include <callboard/registrar.hpp>

#include "credential_changes.hpp"
#include "email_verification.hpp"
#include "registration.hpp"
#include "sign_in.hpp"
#include "sql_journal.hpp"
#include "sql_link_repository.hpp"
#include "sql_pending_repository.hpp"
#include "sql_session_repository.hpp"
#include "sql_token_repository.hpp"
#include "sql_user_repository.hpp"

namespace accounts {

struct Foundation {
  explicit Foundation(callboard::Registrar& host);
  Foundation(const Foundation&) = delete;
  Foundation& operator=(const Foundation&) = delete;

  // Removes what is over: sessions, links, tokens, what was pending, old entries of the journal. For a job.
  void sweep(callboard::Database& database, const callboard::Clock& clock) const;

  const Settings settings;
  const SqlUserRepository users;
  const SqlSessionRepository session_rows;
  const SqlLinkRepository link_rows;
  const SqlPendingRepository pending_rows;
  const SqlTokenRepository token_rows;
  const SqlSecondFactorState second_factors;
  const SqlJournal journal;

  PasswordHasher hasher;
  const PasswordRules rules;
  const Links links;
  const Sessions sessions;
  const LoginLimits limits;
  const CredentialChanges changes;
  const EmailVerification verification;
  const Registration registration;
  const SignIn sign_in;
};

}  // namespace accounts
