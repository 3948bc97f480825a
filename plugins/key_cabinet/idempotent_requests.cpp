#include "idempotent_requests.hpp"

namespace key_cabinet {

using namespace callboard;

// The effect comes first and the stored answer last. A repeat is therefore found by the answer's primary
// key, after its effect was tried, and is undone as a whole: the usual request pays one insert and no
// look-up, and two that run at once need no lock, since the second waits at that key for the first.
IdempotentRequests::Result IdempotentRequests::once(const RequestIdentity& request, const Work& work) {
  constexpr int kAttempts = 3;
  for (int attempt = 1;; ++attempt) {
    try {
      return {Kind::First, database_.transact([&](Transaction& tx) {
                Answer answer = work(tx);
                rows_.add(tx, request, answer, clock_.now());
                return answer;
              })};
    } catch (const ConstraintViolation&) {
      if (auto result = stored_result(request)) return *result;
      // It was there and is not: removed as too old in between.
      if (attempt == kAttempts) throw;
    } catch (const OutcomeUnknown&) {
      // The stored answer is the proof that the commit took effect.
      if (auto result = stored_result(request)) return *result;
      throw;
    }
  }
}

// In a writing transaction, since on SQLite the first request's commit may still be under way: a writer
// stands in the same queue behind it, a reader would not see it yet.
std::optional<IdempotentRequests::Result> IdempotentRequests::stored_result(const RequestIdentity& request) {
  const auto stored = database_.transact([&](Transaction& tx) { return rows_.find(tx, request); });
  if (!stored) return std::nullopt;
  if (stored->fingerprint != request.fingerprint) return Result{Kind::OtherRequest, {}};
  return Result{Kind::Repeat, stored->answer};
}

long long IdempotentRequests::forget_old() {
  // In batches, so that no writer waits long.
  constexpr int kBatch = 1000;
  const auto before = clock_.now() - kKept;
  long long all = 0;
  for (;;) {
    const auto removed = database_.transact([&](Transaction& tx) { return rows_.remove_before(tx, before, kBatch); });
    all += removed;
    if (removed < kBatch) return all;
  }
}

}  // namespace key_cabinet
