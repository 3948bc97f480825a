// GET /cabinet/v1/access and POST /cabinet/v1/events. Thread-safe.
#pragma once

#include <callboard/http.hpp>
#include <callboard/services.hpp>
#include <callboard/view.hpp>

#include "ca_folder.hpp"
#include "idempotent_requests.hpp"
#include "offline_events.hpp"
#include "snapshots.hpp"

namespace key_cabinet {

class OfflineApi {
 public:
  // `messages`: the language of the cabinets' displays.
  OfflineApi(Snapshots& snapshots, OfflineEvents& events, IdempotentRequests& requests, const CaFolder& keys,
             const callboard::View& view, callboard::Metrics& metrics, callboard::Language messages);

  callboard::Response access(const callboard::Request& request, const callboard::Visitor& cabinet);
  callboard::Response events(const callboard::Request& request, const callboard::Visitor& cabinet);

 private:
  Answer take(const callboard::Request& request, const callboard::Visitor& cabinet);
  void count(const OfflineEvents::Taken& taken);
  Answer refused(callboard::HttpStatus status, const callboard::Text& error) const;

  Snapshots& snapshots_;
  OfflineEvents& events_;
  IdempotentRequests& requests_;
  const CaFolder& keys_;
  const callboard::View& view_;
  callboard::Language messages_;
  callboard::Counter& taken_;
  callboard::Counter& conflicts_;
};

}  // namespace key_cabinet
