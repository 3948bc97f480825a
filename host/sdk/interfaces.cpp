// The key functions of the SDK's interfaces: one copy of each class's type information, here, so that
// host and plugins agree on what an exception or an interface is.
#include "callboard/admin.hpp"
#include "callboard/audit.hpp"
#include "callboard/config.hpp"
#include "callboard/database.hpp"
#include "callboard/http.hpp"
#include "callboard/media.hpp"
#include "callboard/people.hpp"
#include "callboard/personal_data.hpp"
#include "callboard/pictures.hpp"
#include "callboard/plugin.hpp"
#include "callboard/rate_limiter.hpp"
#include "callboard/registrar.hpp"
#include "callboard/router.hpp"
#include "callboard/search.hpp"
#include "callboard/services.hpp"
#include "callboard/site.hpp"
#include "callboard/upkeep.hpp"
#include "callboard/view.hpp"

namespace callboard {

AdminSite::~AdminSite() = default;
AuditLog::~AuditLog() = default;
Authenticator::~Authenticator() = default;
BodySource::~BodySource() = default;
Clock::~Clock() = default;
Config::~Config() = default;
ConfigError::~ConfigError() = default;
Counter::~Counter() = default;
Database::~Database() = default;
DatabaseUpkeep::~DatabaseUpkeep() = default;
Kept::~Kept() = default;
Log::~Log() = default;
Mailer::~Mailer() = default;
MediaStore::~MediaStore() = default;
Metrics::~Metrics() = default;
PeopleNames::~PeopleNames() = default;
PeoplesData::~PeoplesData() = default;
PartialFiles::~PartialFiles() = default;
Pictures::~Pictures() = default;
Videos::~Videos() = default;
Plugin::~Plugin() = default;
RateLimiter::~RateLimiter() = default;
Registrar::~Registrar() = default;
Routes::~Routes() = default;
SearchIndex::~SearchIndex() = default;
Site::~Site() = default;
Transaction::~Transaction() = default;
View::~View() = default;

Route& Routes::get(std::string pattern, Access access, Handler handler) {
  return add(Method::Get, std::move(pattern), std::move(access), std::move(handler));
}
Route& Routes::post(std::string pattern, Access access, Handler handler) {
  return add(Method::Post, std::move(pattern), std::move(access), std::move(handler));
}
Route& Routes::put(std::string pattern, Access access, Handler handler) {
  return add(Method::Put, std::move(pattern), std::move(access), std::move(handler));
}
Route& Routes::patch(std::string pattern, Access access, Handler handler) {
  return add(Method::Patch, std::move(pattern), std::move(access), std::move(handler));
}
Route& Routes::del(std::string pattern, Access access, Handler handler) {
  return add(Method::Delete, std::move(pattern), std::move(access), std::move(handler));
}
Route& Routes::options(std::string pattern, Access access, Handler handler) {
  return add(Method::Options, std::move(pattern), std::move(access), std::move(handler));
}

void RateLimiter::require(const RateLimit& limit, std::string_view key) {
  const auto wait = take(limit, key);
  if (wait.count() > 0) throw TooMany(wait, "rate limit " + limit.name);
}

void Log::debug(std::string_view event, nlohmann::json details) { write(Level::Debug, event, std::move(details)); }
void Log::info(std::string_view event, nlohmann::json details) { write(Level::Info, event, std::move(details)); }
void Log::warning(std::string_view event, nlohmann::json details) { write(Level::Warning, event, std::move(details)); }
void Log::error(std::string_view event, nlohmann::json details) { write(Level::Error, event, std::move(details)); }

}  // namespace callboard
