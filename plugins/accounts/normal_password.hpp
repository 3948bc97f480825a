// A password as it is hashed, whichever keyboard it was typed on (RFC 8265, OpaqueString): in Unicode's form C, with
// every kind of space as the ordinary one. What is no UTF-8 stays as it is. Wiped when it goes. For one thread.
#pragma once

#include <string>
#include <string_view>

namespace accounts {

class NormalPassword {
 public:
  explicit NormalPassword(std::string_view password);
  ~NormalPassword();
  NormalPassword(const NormalPassword&) = delete;
  NormalPassword& operator=(const NormalPassword&) = delete;

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace accounts
