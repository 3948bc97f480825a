// /portfolio/uploads: resumable uploads by tus 1.0 (core, creation, creation-with-upload, checksum, expiration,
// termination). A browser shows its CSRF token in a header; a program has a Bearer token. Thread-safe.
#pragma once

#include "foundation.hpp"
#include "uploads.hpp"

namespace portfolio {

class TusApi {
 public:
  TusApi(const Foundation& foundation, Uploads& uploads) : foundation_(foundation), uploads_(uploads) {}

  void add_routes(callboard::Routes& routes);

  callboard::Response options() const;
  callboard::Response create(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response head(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response patch(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response terminate(const callboard::Request& request, const callboard::Visitor& visitor);

 private:
  callboard::Response answered(const callboard::Request& request,
                               const std::function<callboard::Response()>& handler) const;
  std::uint64_t most_bytes(Kind kind) const;
  Uploads::Progress first_piece(const callboard::Request& request, const callboard::Visitor& visitor,
                                const Uploads::Progress& begun, const std::optional<callboard::PieceChecksum>& sum);

  const Foundation& foundation_;
  Uploads& uploads_;
};

}  // namespace portfolio
