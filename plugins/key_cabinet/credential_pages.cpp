#include "credential_pages.hpp"

#include <charconv>

#include <callboard/json_body.hpp>
#include <callboard/moment.hpp>

#include "cabinets_admin.hpp"
#include "text_checks.hpp"

namespace key_cabinet {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr int kMostGrace = 8760;  // hours

// Nobody else is to find it in a cache or behind the button "back".
Response secret(Response response) { return std::move(response).header("Cache-Control", "no-store"); }

json values_of(const Form& typed) {
  return {{"name", typed.value("name")},
          {"place", typed.value("place")},
          {"request", typed.value("request")},
          {"grace", typed.has("grace") ? typed.value("grace") : "0"}};
}

std::chrono::hours grace_in(const Form& typed, Faults& faults) {
  const auto text = typed.value("grace");
  int hours = 0;
  if (text.empty()) return {};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), hours);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || hours < 0 || hours > kMostGrace) {
    faults.add("grace", _("A whole number of hours, from 0 to 8760."));
  }
  return std::chrono::hours(hours);
}

void check_place(const std::string& place, Faults& faults) {
  if (characters(place) > kMaxPlace || has_control_character(place)) {
    faults.add("place", _("At most 200 characters on one line."));
  }
}

// Everything in one text, each part as a file of its own would have it.
std::string as_text(const std::string& name, const Credentials& made) {
  std::string text = "# " + name + "\n";
  const auto add = [&](const char* file, const std::string& content) {
    if (!content.empty()) text += "\n# " + std::string(file) + "\n" + content + (content.ends_with('\n') ? "" : "\n");
  };
  add("token", made.token);
  add("cabinet.pem", made.certificate);
  add("cabinet.key", made.private_key);
  add("ca.pem", made.ca);
  add("snapshot.pem", made.snapshot_key);
  return text;
}

}  // namespace

void CredentialPages::add_routes(Routes& routes) {
  const auto access = role("admin").recently();
  const std::string enrolment = std::string(kCabinetsPage) + "/enrol";
  const std::string credentials = std::string(kCabinetsPage) + "/{id:int}/credentials";
  routes.get(enrolment, access, [this](const Request&, const Visitor& v) { return ask_enrolment(v); });
  routes.post(enrolment, access, [this](const Request& r, const Visitor& v) { return enrol(r, v); });
  routes.get(credentials, access, [this](const Request& r, const Visitor& v) { return ask_rotation(r, v); });
  routes.post(credentials, access, [this](const Request& r, const Visitor& v) { return rotate(r, v); });
}

Response CredentialPages::ask_enrolment(const Visitor& visitor) { return enrolment_form({}, {}, visitor); }

Response CredentialPages::enrol(const Request& request, const Visitor& visitor) {
  const auto& typed = request.form();
  const auto name = typed.value("name"), place = typed.value("place");
  Faults faults;
  if (check_cabinet_name(name) != CabinetName::Valid) faults.add("name", _("A name has 1 to 64 characters."));
  check_place(place, faults);
  const auto wanted = wanted_in(typed, faults);
  if (faults) return enrolment_form(typed, faults, visitor);
  const auto made = cabinets_.enrol(visitor, name, wanted, place);
  if (made) return show(name, *made, typed, visitor);
  faults.add("name", _("This cabinet is enrolled already. Give it new credentials below, or revoke it first."));
  return enrolment_form(typed, faults, visitor);
}

Response CredentialPages::ask_rotation(const Request& request, const Visitor& visitor) {
  const auto cabinet = cabinets_.find(request.path<CabinetId>("id"));
  if (!cabinet) throw NotFound("cabinet");
  return rotation_form(*cabinet, {}, {}, visitor);
}

Response CredentialPages::rotate(const Request& request, const Visitor& visitor) {
  const auto cabinet = cabinets_.find(request.path<CabinetId>("id"));
  if (!cabinet) throw NotFound("cabinet");
  const auto& typed = request.form();
  Faults faults;
  const auto wanted = wanted_in(typed, faults);
  const auto grace = grace_in(typed, faults);
  if (faults) return rotation_form(*cabinet, typed, faults, visitor);
  const auto made = cabinets_.rotate(visitor, cabinet->id, wanted, grace);
  revocations_.try_to_write();
  return show(cabinet->name, made, typed, visitor);
}

WantedCredentials CredentialPages::wanted_in(const Form& typed, Faults& faults) const {
  WantedCredentials wanted;
  wanted.token = typed.has("token") && cabinets_.maker().makes_tokens();
  wanted.certificate = typed.has("certificate") && cabinets_.maker().makes_certificates();
  if (wanted.certificate && !is_blank(typed.value("request"))) wanted.request = typed.value("request");
  if (!wanted.token && !wanted.certificate) faults.add("token", _("Choose at least one."));
  try {
    CredentialMaker::check(wanted);
  } catch (const CryptoError&) {
    faults.add("request", _("This is no certificate request (PEM) with an ECDSA P-256 key that has signed it."));
  }
  return wanted;
}

Response CredentialPages::enrolment_form(const Form& typed, const Faults& faults, const Visitor& visitor) {
  auto enrolled = json::array();
  for (const auto& cabinet : cabinets_.list()) {
    const auto page = std::string(kCabinetsPage) + "/" + std::to_string(static_cast<std::int64_t>(cabinet.id));
    enrolled.push_back({{"name", cabinet.name}, {"url", page + "/credentials"}});
  }
  return form("key_cabinet/enrol", {{"enrolled", std::move(enrolled)}}, typed, faults, visitor);
}

Response CredentialPages::rotation_form(const Cabinet& cabinet, const Form& typed, const Faults& faults,
                                        const Visitor& visitor) {
  const auto page = std::string(kCabinetsPage) + "/" + std::to_string(static_cast<std::int64_t>(cabinet.id));
  return form("key_cabinet/credentials", {{"name", cabinet.name}, {"cabinet", page}}, typed, faults, visitor);
}

Response CredentialPages::form(const char* page, json data, const Form& typed, const Faults& faults,
                               const Visitor& visitor) {
  const bool sent = faults || typed.has("name");
  data["values"] = values_of(typed);
  data["faults"] = faults.json();
  data["tokens"] = cabinets_.maker().makes_tokens();
  data["certificates"] = cabinets_.maker().makes_certificates();
  data["token_chosen"] = sent ? typed.has("token") : true;
  data["certificate_chosen"] = typed.has("certificate");
  if (!faults) return secret(frame_.render(page, std::move(data), visitor, kCabinetsPage));
  return secret(frame_.render(page, std::move(data), visitor, kCabinetsPage, HttpStatus::UnprocessableContent))
      .flash(_("Nothing was done yet: something in the form does not hold."), Flash::Kind::Danger);
}

Response CredentialPages::show(const std::string& name, const Credentials& made, const Form& typed,
                               const Visitor& visitor) {
  if (typed.value("as") == "file") {
    return secret(Response::bytes(as_text(name, made), "text/plain; charset=utf-8"))
        .header("Content-Disposition", "attachment; filename=\"cabinet-credentials.txt\"");
  }
  const auto id = static_cast<std::int64_t>(made.id);
  json data{{"name", name}, {"cabinet", std::string(kCabinetsPage) + "/" + std::to_string(id)}};
  if (!made.token.empty()) data["until"] = moment(made.expires, MomentStyle::Date);
  if (!made.certificate.empty()) data["certificate_until"] = moment(made.certificate_expires, MomentStyle::Date);
  data["parts"] = json::array();
  const auto add = [&](const char* field, const Text& label, const std::string& text) {
    if (!text.empty()) data["parts"].push_back({{"field", field}, {"label", label}, {"text", text}});
  };
  add("token", _("Device token"), made.token);
  add("certificate", _("Certificate (cabinet.pem)"), made.certificate);
  add("private_key", _("Private key (cabinet.key)"), made.private_key);
  add("ca", _("CA of the cabinets (ca.pem)"), made.ca);
  add("snapshot_key", _("Key that checks the access list (snapshot.pem)"), made.snapshot_key);
  return secret(frame_.render("key_cabinet/credentials_shown", std::move(data), visitor, kCabinetsPage));
}

}  // namespace key_cabinet
