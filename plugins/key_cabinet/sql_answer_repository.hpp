// AnswerRepository by SQL, on both engines.
#pragma once

#include "answer_repository.hpp"

namespace key_cabinet {

class SqlAnswerRepository : public AnswerRepository {
 public:
  void add(callboard::Transaction& tx, const RequestIdentity& request, const Answer& answer,
           callboard::Time now) const override;
  std::optional<Stored> find(callboard::Transaction& tx, const RequestIdentity& request) const override;
  long long remove_before(callboard::Transaction& tx, callboard::Time before, int limit) const override;
};

}  // namespace key_cabinet
