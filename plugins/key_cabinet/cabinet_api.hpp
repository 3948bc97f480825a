// POST /issue_key and POST /return_key. Thread-safe.
#pragma once

#include <callboard/http.hpp>
#include <callboard/services.hpp>
#include <callboard/view.hpp>

#include "idempotent_requests.hpp"
#include "loans.hpp"

namespace key_cabinet {

class CabinetApi {
 public:
  // `messages`: the language of the cabinets' displays.
  CabinetApi(Loans& loans, IdempotentRequests& requests, const callboard::View& view, callboard::Metrics& metrics,
             callboard::Language messages);

  callboard::Response issue_key(const callboard::Request& request, const callboard::Visitor& cabinet);
  callboard::Response return_key(const callboard::Request& request, const callboard::Visitor& cabinet);

 private:
  struct Counters {
    callboard::Counter& done;
    callboard::Counter& refused;
  };
  template <typename Act>
  callboard::Response serve(const callboard::Request& request, const callboard::Visitor& cabinet,
                            const Counters& counters, const Act& act);
  template <typename Act>
  IdempotentRequests::Result decide(const callboard::Request& request, const callboard::Visitor& cabinet,
                                    const Act& act);

  Answer reply(Issue outcome) const;
  Answer reply(Return outcome) const;
  Answer done(const callboard::Text& message) const;
  Answer refused(callboard::HttpStatus status, const callboard::Text& error) const;
  // With `"access": false`.
  Answer denied(callboard::HttpStatus status, const callboard::Text& error) const;
  std::string say(const callboard::Text& text) const { return view_.translate(text, messages_); }

  Loans& loans_;
  IdempotentRequests& requests_;
  const callboard::View& view_;
  callboard::Language messages_;
  Counters issues_;
  Counters returns_;
  callboard::Counter& repeats_;
};

}  // namespace key_cabinet
