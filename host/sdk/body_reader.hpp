// A request's body held to its limits, whatever the client said about its length.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "callboard/http.hpp"

namespace callboard {

class BodyReader : public BodySource {
 public:
  // Throws ContentTooLarge at once where the announced length is beyond the limit.
  BodyReader(BodySource* source, std::optional<std::uint64_t> announced, std::uint64_t limit);
  // Counts, since a chunked body announces nothing. Throws ContentTooLarge, and BadRequest for a
  // body that ends before its announced length.
  std::size_t read(std::span<char> into) override;

 private:
  BodySource* source_;
  std::optional<std::uint64_t> announced_;
  std::uint64_t limit_;
  std::uint64_t total_ = 0;
};

}  // namespace callboard
