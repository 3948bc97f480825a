// POST /issue_key, /return_key and /cabinet/v1/handover. Thread-safe.
#pragma once

#include <callboard/http.hpp>
#include <callboard/services.hpp>
#include <callboard/view.hpp>

#include "code_limits.hpp"
#include "idempotent_requests.hpp"
#include "loans.hpp"

namespace key_cabinet {

class CabinetApi {
 public:
  // `messages`: the language of the cabinets' displays.
  CabinetApi(Loans& loans, IdempotentRequests& requests, const CodeLimits& limits, const callboard::View& view,
             callboard::Metrics& metrics, callboard::Language messages);

  callboard::Response issue_key(const callboard::Request& request, const callboard::Visitor& cabinet);
  callboard::Response return_key(const callboard::Request& request, const callboard::Visitor& cabinet);
  callboard::Response hand_over(const callboard::Request& request, const callboard::Visitor& cabinet);

 private:
  struct Counters {
    callboard::Counter& done;
    callboard::Counter& refused;
  };
  struct Reply {
    Answer answer;
    bool wrong_code = false;
  };
  template <typename Fields, typename Act>
  callboard::Response serve(const callboard::Request& request, const callboard::Visitor& cabinet,
                            const Counters& counters, Fields read(const nlohmann::json&), const Act& act);
  template <typename Fields, typename Act>
  IdempotentRequests::Result decide(const callboard::Request& request, const callboard::Visitor& cabinet,
                                    Fields read(const nlohmann::json&), const Act& act);

  Reply reply(Issue outcome) const;
  Reply reply(Return outcome) const;
  Reply reply(const HandoverResult& result) const;
  Answer done(const callboard::Text& message) const;
  Answer refused(callboard::HttpStatus status, const callboard::Text& error) const;
  // With `"access": false`.
  Answer denied(callboard::HttpStatus status, const callboard::Text& error) const;
  std::string say(const callboard::Text& text) const { return view_.translate(text, messages_); }

  Loans& loans_;
  IdempotentRequests& requests_;
  const CodeLimits& limits_;
  const callboard::View& view_;
  callboard::Language messages_;
  Counters issues_;
  Counters returns_;
  Counters handovers_;
  callboard::Counter& repeats_;
  callboard::Counter& wrong_codes_;
};

}  // namespace key_cabinet
