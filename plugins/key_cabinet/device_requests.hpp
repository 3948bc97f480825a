// How a cabinet's requests are answered: JSON in, one transaction, JSON out, in the language of its display; with an
// Idempotency-Key the answer is stored with the effect. Thread-safe.
#pragma once

#include <functional>

#include <callboard/http.hpp>
#include <callboard/view.hpp>

#include "idempotent_requests.hpp"

namespace key_cabinet {

class DeviceRequests {
 public:
  DeviceRequests(callboard::Database& database, IdempotentRequests& requests, const callboard::View& view,
                 callboard::Language messages)
      : database_(database), requests_(requests), view_(view), messages_(messages) {}

  // Reads the body, before anything is done, and returns what is then to be done; it may be run and undone. Throws
  // BadRequest, which is answered, and stored as an answer where there is an Idempotency-Key.
  using Work = IdempotentRequests::Work;
  using Reader = std::function<Work(const nlohmann::json& body)>;
  callboard::Response answer(const callboard::Request& request, const callboard::Visitor& cabinet, const Reader& read);

  static Answer done(const nlohmann::json& members);
  Answer refused(callboard::HttpStatus status, const callboard::Text& error) const;

 private:
  Answer decide(const callboard::Request& request, const callboard::Visitor& cabinet, const Reader& read);

  callboard::Database& database_;
  IdempotentRequests& requests_;
  const callboard::View& view_;
  callboard::Language messages_;
};

}  // namespace key_cabinet
