#include "http/flash.hpp"

namespace callboard::host {
namespace {

using nlohmann::json;

std::string written(const std::vector<Flash>& flashes) {
  auto list = json::array();
  for (const auto& flash : flashes) list.push_back({static_cast<int>(flash.kind), flash.text});
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

Flash::Kind kind_from(int number) {
  const bool known = number >= 0 && number <= static_cast<int>(Flash::Kind::Danger);
  return known ? static_cast<Flash::Kind>(number) : Flash::Kind::Info;
}

}  // namespace

// What is signed is ours, but another version may have written it: what cannot be read is no flash.
std::vector<Flash> FlashCookie::read(const Request& request) const try {
  const auto cookie = request.cookie(kName);
  if (!cookie || cookie->empty() || cookie->size() > kMaxBytes) return {};
  const auto text = signer_.open(*cookie);
  if (!text) return {};
  std::vector<Flash> flashes;
  for (const auto& entry : json::parse(*text)) {
    flashes.push_back({kind_from(entry.at(0).get<int>()), entry.at(1).get<Text>()});
  }
  return flashes;
} catch (const json::exception&) {
  return {};
}

void FlashCookie::write(std::vector<Flash> flashes, Response& response) const {
  while (flashes.size() > kMaxFlashes) flashes.erase(flashes.begin());
  auto sealed = signer_.seal(written(flashes));
  while (sealed.size() > kMaxBytes && !flashes.empty()) {
    flashes.erase(flashes.begin());
    sealed = signer_.seal(written(flashes));
  }
  if (!flashes.empty()) response.add_cookie({std::string(kName), std::move(sealed), std::nullopt});
}

void FlashCookie::remove(Response& response) const {
  response.add_cookie({std::string(kName), "", std::chrono::seconds(0)});
}

}  // namespace callboard::host
