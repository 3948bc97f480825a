// The first answers to requests that carried an Idempotency-Key.
#pragma once

#include <optional>
#include <string>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "loan_repository.hpp"

namespace key_cabinet {

// A reply as it went out: an HTTP status and a JSON body.
struct Answer {
  int status = 0;
  std::string body;
};

// A request as its sender means it: scoped to one cabinet; `fingerprint` tells its content from another.
struct RequestIdentity {
  CabinetId cabinet{};
  std::string idempotency_key;
  std::string fingerprint;
};

class AnswerRepository {
 public:
  virtual ~AnswerRepository() = default;

  // ConstraintViolation (Unique) where this cabinet's key has an answer already.
  virtual void add(callboard::Transaction& tx, const RequestIdentity& request, const Answer& answer,
                   callboard::Time now) const = 0;

  struct Stored {
    std::string fingerprint;
    Answer answer;
  };
  virtual std::optional<Stored> find(callboard::Transaction& tx, const RequestIdentity& request) const = 0;

  // Removes at most `limit` answers that were stored before `before`; returns how many.
  virtual long long remove_before(callboard::Transaction& tx, callboard::Time before, int limit) const = 0;
};

}  // namespace key_cabinet
