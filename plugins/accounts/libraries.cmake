# What the plugin links; its tests compile its sources and link the same.
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
pkg_check_modules(OATH REQUIRED IMPORTED_TARGET liboath)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(FIDO2 REQUIRED IMPORTED_TARGET libfido2)
pkg_check_modules(CBOR REQUIRED IMPORTED_TARGET libcbor)
set(accounts_libraries OpenSSL::Crypto PkgConfig::SODIUM PkgConfig::SQLITE PkgConfig::ICU PkgConfig::OATH PkgConfig::QRENCODE
  PkgConfig::FIDO2 PkgConfig::CBOR zxcvbn)
