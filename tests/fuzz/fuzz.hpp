// What the targets share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "callboard/errors.hpp"

namespace callboard::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// A promise that must hold whatever the input; libFuzzer keeps the input that broke it.
inline void promise(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

// Refusing is fine, as long as it is the client's fault that is told.
template <typename Work>
void may_refuse(const Work& work) {
  try {
    work();
  } catch (const BadRequest&) {
  } catch (const ContentTooLarge&) {
  }
}

}  // namespace callboard::fuzz
