// What must be the same in the host and in a plugin for their types to be the same. Plain data of a
// fixed layout: it is compared field by field before anything else of a plugin is used.
#pragma once

#include <cstddef>
#include <cstdint>

#include <soci/version.h>
#include <nlohmann/json.hpp>

namespace callboard {

// Raised whenever a public header changes what a compiled plugin relies on.
inline constexpr std::uint32_t kSdkAbi = 1;

struct AbiStamp {
  char magic[16];           // "callboard-plugin"
  std::uint32_t sdk;        // kSdkAbi
  std::uint32_t compiler;   // __GNUC__ or, for clang, 1000 + its major version
  std::uint32_t cxx;        // __cplusplus
  std::uint32_t cxx11_abi;  // libstdc++'s _GLIBCXX_USE_CXX11_ABI
  std::uint32_t json;       // nlohmann-json's version
  std::uint32_t soci;       // SOCI_VERSION
  std::uint32_t sanitizer;  // 0 none, 1 address, 2 thread
};

constexpr std::uint32_t sanitizer_stamp() {
#if defined(__SANITIZE_ADDRESS__)
  return 1;
#elif defined(__SANITIZE_THREAD__)
  return 2;
#else
  return 0;
#endif
}

constexpr std::uint32_t compiler_stamp() {
#if defined(__clang__)
  return 1000 + __clang_major__;
#else
  return __GNUC__;
#endif
}

// The stamp of the code that is being compiled.
constexpr AbiStamp abi_stamp() {
  return {
    {'c', 'a', 'l', 'l', 'b', 'o', 'a', 'r', 'd', '-', 'p', 'l', 'u', 'g', 'i', 'n'}, kSdkAbi, compiler_stamp(),
        static_cast<std::uint32_t>(__cplusplus),
#if defined(_GLIBCXX_USE_CXX11_ABI)
        _GLIBCXX_USE_CXX11_ABI,
#else
        0,
#endif
        NLOHMANN_JSON_VERSION_MAJOR * 10000 + NLOHMANN_JSON_VERSION_MINOR * 100 + NLOHMANN_JSON_VERSION_PATCH,
        SOCI_VERSION, sanitizer_stamp()
  };
}

}  // namespace callboard
