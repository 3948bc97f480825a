#include "body_reader.hpp"

#include <string>

namespace callboard {
namespace {

[[noreturn]] void too_large(std::uint64_t limit) {
  throw ContentTooLarge("the body is larger than " + std::to_string(limit) + " bytes");
}

}  // namespace

BodyReader::BodyReader(BodySource* source, std::optional<std::uint64_t> announced, std::uint64_t limit)
    : source_(source), announced_(announced), limit_(limit) {
  if (announced_ && *announced_ > limit_) too_large(limit_);
}

std::size_t BodyReader::read(std::span<char> into) {
  const auto count = source_ ? source_->read(into) : 0;
  total_ += count;
  if (total_ > limit_) too_large(limit_);
  if (count == 0 && announced_ && total_ < *announced_) {
    throw BadRequest(_("The request ended too early."), "the body is shorter than its Content-Length");
  }
  return count;
}

}  // namespace callboard
