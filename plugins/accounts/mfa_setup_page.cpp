#include "mfa_setup_page.hpp"

#include "qr_code.hpp"
#include "totp.hpp"

namespace accounts {

using namespace callboard;

namespace {

// In groups of four, to be typed.
std::string grouped(const std::string& text) {
  std::string groups;
  for (std::size_t i = 0; i < text.size(); i += 4) groups += (i == 0 ? "" : " ") + text.substr(i, 4);
  return groups;
}

}  // namespace

nlohmann::json MfaSetupPage::data(const Content& content) const {
  const auto& secret = content.offer.secret;
  const auto name = site_.info()->name;
  nlohmann::json data{{"action", content.action},
                      {"account", content.account},
                      {"next", content.next},
                      {"required", content.required},
                      {"issuer", name},
                      {"secret", totp_secret_text(secret)},
                      {"sealed", content.offer.sealed},
                      {"secret_groups", grouped(totp_secret_text(secret))}};
  if (const auto code = qr_code(totp_uri(name, content.account, secret))) {
    data["qr"] = {{"size", code->size}, {"path", code->path}};
  }
  return data;
}

Response MfaSetupPage::ask(const Content& content) const {
  return view_.render("accounts/mfa_setup", data(content)).header("Cache-Control", "no-store");
}

Response MfaSetupPage::refuse(const Content& content, Text why, HttpStatus status) const {
  Faults faults;
  faults.add("code", why);
  auto page = data(content);
  page["faults"] = faults.json();
  return view_.render("accounts/mfa_setup", std::move(page), status)
      .header("Cache-Control", "no-store")
      .flash(std::move(why), Flash::Kind::Danger);
}

}  // namespace accounts
