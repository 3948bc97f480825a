#include "recovery_codes_slip.hpp"

namespace accounts {

using namespace callboard;

namespace {

constexpr std::string_view kCookie = "recovery_codes";
constexpr std::chrono::minutes kSlipLifetime{10};

}  // namespace

Cookie RecoveryCodesSlip::write(const Request& request, UserId user, const std::vector<std::string>& codes,
                                Time now) const {
  const nlohmann::json content{{"codes", codes},
                               {"user", static_cast<std::int64_t>(user)},
                               {"expires", (now + kSlipLifetime).time_since_epoch().count()}};
  return {cookie_name(request, kCookie), seal(keys_, content.dump()), kSlipLifetime};
}

std::vector<std::string> RecoveryCodesSlip::read(const Request& request, UserId user, Time now) const {
  const auto sealed = request.cookie(cookie_name(request, kCookie)).value_or("");
  const auto opened = sealed.size() > 2048 ? std::nullopt : open_sealed(keys_, sealed);
  if (!opened) return {};
  const auto content = nlohmann::json::parse(*opened);
  const Time expires(Time::duration(content.at("expires").get<std::int64_t>()));
  if (content.at("user") != static_cast<std::int64_t>(user) || expires <= now) return {};
  return content.at("codes").get<std::vector<std::string>>();
}

Cookie RecoveryCodesSlip::remove(const Request& request) const {
  return {cookie_name(request, kCookie), "", std::chrono::seconds(0)};
}

}  // namespace accounts
