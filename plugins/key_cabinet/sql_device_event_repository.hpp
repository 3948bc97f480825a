#pragma once

#include "device_event_repository.hpp"

namespace key_cabinet {

class SqlDeviceEventRepository : public DeviceEventRepository {
 public:
  void lock(callboard::Transaction& tx, CabinetId cabinet) const override;
  std::int64_t last_seq(callboard::Transaction& tx, CabinetId cabinet) const override;
  std::vector<Known> at_seq(callboard::Transaction& tx, CabinetId cabinet, std::int64_t seq) const override;
  void add(callboard::Transaction& tx, const Record& record) const override;
  std::optional<KeyId> key(callboard::Transaction& tx, const std::string& label) const override;
  std::optional<Holder> holder(callboard::Transaction& tx, const std::string& serial) const override;
  std::optional<OpenLoan> open_loan(callboard::Transaction& tx, KeyId key) const override;
  std::optional<LastReturn> last_return(callboard::Transaction& tx, KeyId key) const override;
  bool open(callboard::Transaction& tx, CabinetId cabinet, KeyId key, HolderId holder,
            callboard::Time at) const override;
  bool close(callboard::Transaction& tx, std::int64_t loan, const Closing& closing) const override;
  bool settle(callboard::Transaction& tx, std::int64_t event, callboard::Time at) const override;
  long long waiting(callboard::Transaction& tx, const std::string& matter) const override;

  // For tests of their plans.
  static const char* last_seq_statement();
  static const char* at_seq_statement();
  static const char* past_serial_statement();
  static const char* last_return_statement();
  static const char* waiting_statement();
};

}  // namespace key_cabinet
