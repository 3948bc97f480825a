// For laboratories, auth = "open": whoever asks is taken for a cabinet. Thread-safe.
#pragma once

#include <callboard/router.hpp>

namespace key_cabinet {

class OpenAuthenticator : public callboard::Authenticator {
 public:
  explicit OpenAuthenticator(callboard::Language messages) : messages_(messages) {}

  callboard::Visitor::Kind recognises() const override { return callboard::Visitor::Kind::Device; }
  std::optional<callboard::Visitor> authenticate(const callboard::Request&) override {
    callboard::Visitor visitor;
    visitor.kind = callboard::Visitor::Kind::Device;
    visitor.name = "open";
    visitor.language = messages_;
    return visitor;
  }

 private:
  callboard::Language messages_;
};

}  // namespace key_cabinet
