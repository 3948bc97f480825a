// What cabinets told afterwards, and the loans that it changes. Once the cabinet is locked, no other batch of it runs;
// once a key is looked up, no other batch changes its loans until the transaction ends. Requests of cabinets that are
// online may: open() and close() say then that they had no effect.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <callboard/database.hpp>
#include <callboard/services.hpp>

#include "device_event.hpp"
#include "holder.hpp"
#include "loan_repository.hpp"

namespace key_cabinet {

class DeviceEventRepository {
 public:
  virtual ~DeviceEventRepository() = default;

  virtual void lock(callboard::Transaction& tx, CabinetId cabinet) const = 0;
  // The highest number that was ever taken over; 0 where there is none.
  virtual std::int64_t last_seq(callboard::Transaction& tx, CabinetId cabinet) const = 0;

  struct Known {
    std::string fingerprint;
    std::string conflict;
  };
  virtual std::vector<Known> at_seq(callboard::Transaction& tx, CabinetId cabinet, std::int64_t seq) const = 0;

  struct Record {
    CabinetId cabinet{};
    const DeviceEvent& event;
    callboard::Time at, received;
    std::optional<HolderId> holder;
    std::optional<KeyId> key;
    std::string_view conflict, matter;
  };
  virtual void add(callboard::Transaction& tx, const Record& record) const = 0;

  virtual std::optional<KeyId> key(callboard::Transaction& tx, const std::string& label) const = 0;

  struct Holder {
    HolderId id{};
    bool returns_for_others = false;
  };
  // By the present serial, or by one that was taken away or replaced.
  virtual std::optional<Holder> holder(callboard::Transaction& tx, const std::string& serial) const = 0;

  struct OpenLoan {
    std::int64_t id = 0;
    HolderId holder{};
    callboard::Time taken;
    CabinetId cabinet{};
    bool offline = false;  // told afterwards
  };
  virtual std::optional<OpenLoan> open_loan(callboard::Transaction& tx, KeyId key) const = 0;

  struct LastReturn {
    callboard::Time at;
    CabinetId cabinet{};
    bool offline = false;
  };
  virtual std::optional<LastReturn> last_return(callboard::Transaction& tx, KeyId key) const = 0;

  // Whether or not the holder has a right to it. False: the key is out meanwhile.
  virtual bool open(callboard::Transaction& tx, CabinetId cabinet, KeyId key, HolderId holder,
                    callboard::Time at) const = 0;

  struct Closing {
    CabinetId cabinet{};
    callboard::Time at;
    std::string_view how;
    std::optional<HolderId> by;  // where it was not the holder
  };
  // False: it is closed meanwhile.
  virtual bool close(callboard::Transaction& tx, std::int64_t loan, const Closing& closing) const = 0;

  // False where it waits for nobody.
  virtual bool settle(callboard::Transaction& tx, std::int64_t event, callboard::Time at) const = 0;
  // How many wait for somebody: of the matter "conflict" or "alarm".
  virtual long long waiting(callboard::Transaction& tx, const std::string& matter) const = 0;
};

}  // namespace key_cabinet
