#include "mail/sql_outbox.hpp"

#include "callboard/sql.hpp"

namespace callboard::host {

void SqlOutbox::add(Transaction& tx, const NewMail& mail, Time now) {
  const auto at = to_sql(now);
  tx.sql() << R"sql(
      INSERT INTO host_outbox (message_id, recipient, message, state, attempts, created_at, due_at)
      VALUES (:message_id, :recipient, :message, 'waiting', 0, :created_at, :due_at))sql",
      soci::use(mail.message_id, "message_id"), soci::use(mail.recipient, "recipient"),
      soci::use(mail.message, "message"), soci::use(at, "created_at"), soci::use(at, "due_at");
}

std::vector<OutboxId> SqlOutbox::due(Time now, int limit) {
  return database_.read_single([&](Transaction& tx) {
    const auto at = to_sql(now);
    const long long most = limit;
    std::vector<OutboxId> ids;
    soci::rowset<long long> rows = (tx.sql().prepare << R"sql(
        SELECT id FROM host_outbox WHERE state = 'waiting' AND due_at <= :now ORDER BY due_at LIMIT :limit)sql",
                                    soci::use(at, "now"), soci::use(most, "limit"));
    for (const auto id : rows) ids.push_back(OutboxId{id});
    return ids;
  });
}

// The update decides who sends it.
std::optional<ClaimedMail> SqlOutbox::claim(OutboxId id, Time now, Time leased_until) {
  return database_.transact([&](Transaction& tx) -> std::optional<ClaimedMail> {
    const auto key = to_sql(id);
    const auto at = to_sql(now);
    const auto until = to_sql(leased_until);
    soci::statement take = (tx.sql().prepare << R"sql(
        UPDATE host_outbox SET due_at = :until, attempts = attempts + 1
         WHERE id = :id AND state = 'waiting' AND due_at <= :now)sql",
                            soci::use(until, "until"), soci::use(key, "id"), soci::use(at, "now"));
    if (affected_rows(take) != 1) return std::nullopt;
    ClaimedMail mail;
    mail.id = id;
    long long attempts = 0;
    long long created_at = 0;
    tx.sql() << "SELECT attempts, created_at, message_id, recipient, message FROM host_outbox WHERE id = :id",
        soci::use(key, "id"), soci::into(attempts), soci::into(created_at), soci::into(mail.message_id),
        soci::into(mail.recipient), soci::into(mail.message);
    mail.attempts = static_cast<int>(attempts);
    mail.created_at = time_from_sql(created_at);
    return mail;
  });
}

bool SqlOutbox::finish(const ClaimedMail& mail, const std::string& state, Time now) {
  return database_.transact_single([&](Transaction& tx) {
    const auto key = to_sql(mail.id);
    const auto at = to_sql(now);
    const long long attempts = mail.attempts;
    soci::statement update =
        (tx.sql().prepare << R"sql(
        UPDATE host_outbox SET state = :state, finished_at = :now
         WHERE id = :id AND state = 'waiting' AND attempts = :attempts)sql",
         soci::use(state, "state"), soci::use(at, "now"), soci::use(key, "id"), soci::use(attempts, "attempts"));
    return affected_rows(update) == 1;
  });
}

bool SqlOutbox::mark_sent(const ClaimedMail& mail, Time now) { return finish(mail, "sent", now); }
bool SqlOutbox::mark_failed(const ClaimedMail& mail, Time now) { return finish(mail, "failed", now); }

bool SqlOutbox::postpone(const ClaimedMail& mail, Time until) {
  return database_.transact_single([&](Transaction& tx) {
    const auto key = to_sql(mail.id);
    const auto at = to_sql(until);
    const long long attempts = mail.attempts;
    soci::statement update = (tx.sql().prepare << R"sql(
        UPDATE host_outbox SET due_at = :until
         WHERE id = :id AND state = 'waiting' AND attempts = :attempts)sql",
                              soci::use(at, "until"), soci::use(key, "id"), soci::use(attempts, "attempts"));
    return affected_rows(update) == 1;
  });
}

// In bounded pieces: one large delete would hold its locks for long, and Galera limits its size.
int SqlOutbox::erase_finished(Time before, int limit) {
  return database_.transact_single([&](Transaction& tx) {
    const auto at = to_sql(before);
    const long long most = limit;
    soci::statement erase = (tx.sql().prepare << R"sql(
        DELETE FROM host_outbox WHERE id IN (SELECT id FROM (
          SELECT id FROM host_outbox WHERE finished_at <= :before ORDER BY finished_at LIMIT :limit) AS old))sql",
                             soci::use(at, "before"), soci::use(most, "limit"));
    return static_cast<int>(affected_rows(erase));
  });
}

}  // namespace callboard::host
