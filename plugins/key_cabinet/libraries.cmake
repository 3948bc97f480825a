# What the plugin links; its tests compile its sources and link the same.
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
set(key_cabinet_libraries OpenSSL::Crypto ZLIB::ZLIB)
