#include "device_api.hpp"

#include <fmt/chrono.h>

#include "text_checks.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::size_t kMaxFirmware = 64;                      // characters, as in the schema
constexpr std::int64_t kMostNumber = std::int64_t{1} << 53U;  // what every JSON reader has exactly

json time_members(Time now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  const auto text = fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z",
                                fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), (now - seconds).count());
  return {{"time", text}, {"unix_ms", std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count()}};
}

std::int64_t count_in(const json& body, const char* member) {
  const auto found = body.find(member);
  const bool counts = found != body.end() && found->is_number_integer() &&
                      (!found->is_number_unsigned() || found->get<std::uint64_t>() <= kMostNumber);
  if (!counts || found->get<std::int64_t>() < 0 || found->get<std::int64_t>() > kMostNumber) {
    throw BadRequest(_("\"{member}\" must be a whole number, 0 or more.").with("member", member));
  }
  return found->get<std::int64_t>();
}

CheckIn check_in_of(const json& body) {
  const auto firmware = body.find("firmware");
  if (firmware == body.end() || !firmware->is_string()) throw BadRequest(_("\"firmware\" must be a text."));
  CheckIn said{firmware->get<std::string>(), count_in(body, "pending")};
  if (characters(said.firmware) > kMaxFirmware || has_control_character(said.firmware)) {
    throw BadRequest(_("\"firmware\" must have at most 64 characters, none of them a control character."));
  }
  // It is looked at, so that a device whose program is wrong hears of it, and not kept.
  if (body.contains("snapshot")) count_in(body, "snapshot");
  return said;
}

}  // namespace

Response DeviceApi::time() const { return Response::json(time_members(clock_.now())); }

Response DeviceApi::check_in(const Request& request, const Visitor& cabinet) {
  return requests_.answer(request, cabinet, [&](const json& body) -> DeviceRequests::Work {
    return [this, id = cabinet.device, said = check_in_of(body)](Transaction& tx) {
      const auto now = clock_.now();
      rows_.checked_in(tx, id, said, now);
      const auto reply = rows_.reply(tx, id);
      auto members = time_members(now);
      members.update({{"last_seq", reply.last_seq}, {"snapshot", reply.snapshot}});
      return DeviceRequests::done(members);
    };
  });
}

}  // namespace key_cabinet
