// What the plugin's parts stand on: the host's services that several use, the tables' repositories, and the use cases
// that more than one part serves. Lives as long as the plugin; its members are thread-safe.
#pragma once

#include <callboard/registrar.hpp>

#include "ca_folder.hpp"
#include "idempotent_requests.hpp"
#include "loans.hpp"
#include "settings.hpp"
#include "sql_answer_repository.hpp"
#include "sql_cabinet_repository.hpp"
#include "sql_code_repository.hpp"
#include "sql_holder_repository.hpp"
#include "sql_loan_repository.hpp"

namespace key_cabinet {

struct Foundation {
  // Throws ConfigError.
  explicit Foundation(callboard::Registrar& host);
  Foundation(const Foundation&) = delete;
  Foundation& operator=(const Foundation&) = delete;

  const Settings settings;
  callboard::Database& database;
  const callboard::Clock& clock;
  callboard::Site& site;
  callboard::AuditLog& audit;
  callboard::View& view;
  callboard::Metrics& metrics;
  callboard::Log& log;

  const SqlLoanRepository loan_rows;
  const SqlAnswerRepository answer_rows;
  const SqlCabinetRepository cabinet_rows;
  const SqlHolderRepository holder_rows;
  const SqlCodeRepository code_rows;

  Loans loans;
  IdempotentRequests requests;
  const CaFolder ca_folder;
};

}  // namespace key_cabinet
