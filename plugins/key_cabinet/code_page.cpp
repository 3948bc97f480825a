#include "code_page.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <callboard/moment.hpp>

namespace key_cabinet {

using namespace callboard;

namespace {

std::string iso(Time time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time))));
}

}  // namespace

Response CodePage::fresh_code(const Request& request, const Visitor& visitor) {
  // Whoever looks whether the page is there (a link checker, a preview) must not end the code that is in use.
  if (request.method() == Method::Head) return Response(HttpStatus::Ok).header("Cache-Control", "no-store");
  const auto given = codes_.give(visitor);
  auto response = request.wants_json()
                      ? Response::json({{"code", given.code}, {"expires_at", iso(given.expires)}})
                      : view_.render("key_cabinet/code", {{"code", given.code},
                                                          {"expires", moment(given.expires, MomentStyle::Time)},
                                                          {"opens_nothing", !given.is_holder}});
  response.headers().set("Cache-Control", "no-store");
  return response;
}

}  // namespace key_cabinet
