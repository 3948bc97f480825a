#include "cabinet_look_ups.hpp"

#include <algorithm>

namespace key_cabinet {

using namespace callboard;

namespace {

bool same(const DeviceToken& one, const DeviceToken& other) {
  return one.jti == other.jti && one.cabinet == other.cabinet;
}
bool same(const std::string& one, const std::string& other) { return one == other; }

// Those of the batch, each once: a cabinet that sends many requests at a time is looked up once for all of them.
template <typename Call>
auto different(std::span<Call* const> batch) {
  std::vector<std::decay_t<decltype(batch.front()->request())>> all;
  for (const auto* call : batch) {
    const auto& credential = call->request();
    if (std::none_of(all.begin(), all.end(), [&](const auto& known) { return same(known, credential); })) {
      all.push_back(credential);
    }
  }
  return all;
}

template <typename Call, typename Credentials>
void answer(std::span<Call* const> batch, const Credentials& asked,
            const std::vector<std::optional<KnownCabinet>>& found) {
  for (auto* call : batch) {
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (same(asked[i], call->request())) call->answer(found[i]);
    }
  }
}

}  // namespace

std::optional<KnownCabinet> CabinetLookUps::by_token(const DeviceToken& token) {
  if (database_.engine() == Engine::Mysql) return tokens_.run(token);
  return database_.read_single([&](Transaction& tx) { return rows_.by_token(tx, token, clock_.now()); });
}

std::optional<KnownCabinet> CabinetLookUps::by_certificate(const std::string& serial) {
  if (database_.engine() == Engine::Mysql) return certificates_.run(serial);
  return database_.read_single([&](Transaction& tx) { return rows_.by_certificate(tx, serial, clock_.now()); });
}

void CabinetLookUps::look_up_tokens(std::span<Tokens::Call* const> batch) {
  const auto asked = different(batch);
  answer(batch, asked,
         database_.read_single([&](Transaction& tx) { return rows_.by_tokens(tx, asked, clock_.now()); }));
}

void CabinetLookUps::look_up_certificates(std::span<Certificates::Call* const> batch) {
  const auto asked = different(batch);
  answer(batch, asked,
         database_.read_single([&](Transaction& tx) { return rows_.by_certificates(tx, asked, clock_.now()); }));
}

}  // namespace key_cabinet
