#include "device_event_fields.hpp"

#include <algorithm>

#include <callboard/crypto.hpp>
#include <callboard/errors.hpp>
#include <callboard/json_body.hpp>

#include "holder.hpp"
#include "rfc3339.hpp"
#include "text_checks.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

// One event and its place in the batch, which every complaint names.
class EventFields {
 public:
  EventFields(const json& event, std::size_t place) : event_(event), place_(place) {
    if (!event.is_object()) {
      throw BadRequest(_("Event {place} is no object.").with("place", static_cast<long long>(place)),
                       "an event that is no object");
    }
  }

  std::int64_t seq() const {
    const auto* value = find("seq");
    if (!value || !value->is_number_integer()) malformed("seq");
    const auto too_great = value->is_number_unsigned() && value->get<std::uint64_t>() > kGreatestSeq;
    if (too_great || value->get<std::int64_t>() < 1) malformed("seq");
    return value->get<std::int64_t>();
  }

  Time at() const {
    const auto* value = find("at");
    const auto time =
        value && value->is_string() ? time_from_rfc3339(value->get_ref<const std::string&>()) : std::optional<Time>();
    if (!time) malformed("at");
    return *time;
  }

  std::string type() const {
    const auto* value = find("type");
    if (!value || !value->is_string()) malformed("type");
    auto type = value->get<std::string>();
    const bool good = std::all_of(type.begin(), type.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    if (type.empty() || type.size() > kMaxEventType || !good) malformed("type");
    return type;
  }

  // Blank is as good as missing, unless it is needed.
  std::optional<std::string> text(const char* field, std::size_t most, bool needed, bool or_integer = false) const {
    const auto* value = find(field);
    std::optional<std::string> text;
    if (value && value->is_string()) text = value->get<std::string>();
    if (value && or_integer && value->is_number_integer()) text = value->dump();
    if (value && !text) malformed(field);
    if (text && is_blank(*text)) text.reset();
    if (!text && needed) malformed(field);
    if (text && (characters(*text) > most || has_control_character(*text))) malformed(field);
    return text;
  }

  std::optional<std::int64_t> slot() const {
    const auto* value = find("slot");
    if (!value) return std::nullopt;
    constexpr std::int64_t kMost = 1'000'000;
    if (!value->is_number_integer() || (value->is_number_unsigned() && value->get<std::uint64_t>() > kMost)) {
      malformed("slot");
    }
    const auto slot = value->get<std::int64_t>();
    if (slot < 0) malformed("slot");
    return slot;
  }

  // Written by a program for people who look for its fault: control characters are no reason to lose it.
  std::string detail() const {
    const auto* value = find("detail");
    if (!value) return {};
    if (!value->is_string()) malformed("detail");
    auto detail = value->get<std::string>();
    if (characters(detail) > kMaxEventDetail) malformed("detail");
    std::replace_if(
        detail.begin(), detail.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return detail;
  }

 private:
  // Null where it is missing or null.
  const json* find(const char* field) const {
    const auto found = event_.find(field);
    return found == event_.end() || found->is_null() ? nullptr : &*found;
  }

  [[noreturn]] void malformed(const char* field) const {
    throw BadRequest(_("Event {place}: the field {field} is missing or malformed.")
                         .with("place", static_cast<long long>(place_))
                         .with("field", field),
                     "an event with a malformed field");
  }

  const json& event_;
  std::size_t place_;
};

DeviceEvent device_event(const json& value, std::size_t place) {
  const EventFields fields(value, place);
  DeviceEvent event;
  event.seq = fields.seq();
  event.told = fields.at();
  event.type = fields.type();
  const bool about_a_key = event.type == "issued" || event.type == "returned";
  event.serial = fields.text("serial", kMaxSerial, about_a_key);
  event.key = fields.text("key", kMaxKeyLabel, about_a_key, true);
  event.slot = fields.slot();
  event.detail = fields.detail();
  event.fingerprint = sha256_hex(value.dump());
  return event;
}

}  // namespace

DeviceBatch device_batch(const json& body) {
  const auto events = body.find("events");
  if (events == body.end() || !events->is_array() || events->size() > kMostDeviceEvents) {
    throw BadRequest(_("The field events must be a list of at most {most} events.")
                         .with("most", static_cast<long long>(kMostDeviceEvents)),
                     "no list of events, or too long a one");
  }
  DeviceBatch batch;
  if (const auto now = optional_text(body, "now")) {
    batch.now = time_from_rfc3339(*now);
    if (!batch.now) throw BadRequest(_("The field now is no time."), "a malformed now");
  }
  for (std::size_t i = 0; i < events->size(); ++i) batch.events.push_back(device_event((*events)[i], i + 1));
  return batch;
}

}  // namespace key_cabinet
