// A request that carries an Idempotency-Key has its effect once, however often it is sent: its answer is
// stored in the transaction of the effect. Thread-safe.
#pragma once

#include <chrono>
#include <functional>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "answer_repository.hpp"

namespace key_cabinet {

class IdempotentRequests {
 public:
  static constexpr std::chrono::hours kKept{30 * 24};

  IdempotentRequests(callboard::Database& database, const AnswerRepository& rows, const callboard::Clock& clock)
      : database_(database), rows_(rows), clock_(clock) {}

  enum class Kind { First, Repeat, OtherRequest };
  struct Result {
    Kind kind = Kind::First;
    Answer answer;  // of OtherRequest: none, nothing was done
  };
  // Runs `work` and stores its answer, or gives the answer that the first such request got; waits for
  // the first one where it still runs. `work` may be run and undone. What it throws leaves nothing behind.
  using Work = std::function<Answer(callboard::Transaction&)>;
  Result once(const RequestIdentity& request, const Work& work);

  // Removes the answers that were kept long enough. Returns how many.
  long long forget_old();

 private:
  std::optional<Result> stored_result(const RequestIdentity& request);

  callboard::Database& database_;
  const AnswerRepository& rows_;
  const callboard::Clock& clock_;
};

}  // namespace key_cabinet
