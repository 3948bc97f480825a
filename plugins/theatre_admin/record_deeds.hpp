// What is done with a record beside editing it: the resource's actions, and deleting it.
#pragma once

#include "editing_parts.hpp"

namespace theatre_admin {

// Thread-safe.
class RecordDeeds {
 public:
  explicit RecordDeeds(const EditingParts& parts) : parts_(parts) {}

  callboard::Response ask_removal(const callboard::AdminCall& call, const AdminResource& resource) const;
  callboard::Response remove(const callboard::AdminCall& call, const AdminResource& resource) const;
  callboard::Response ask(const callboard::AdminCall& call, const AdminResource& resource,
                          const callboard::AdminAction& action) const;
  callboard::Response act(const callboard::AdminCall& call, const AdminResource& resource,
                          const callboard::AdminAction& action) const;

 private:
  callboard::Response form(const callboard::AdminCall& call, const AdminResource& resource,
                           const callboard::AdminAction& action, const SentForm& typed,
                           const callboard::Faults& faults) const;
  void run(callboard::Transaction& tx, const callboard::AdminCall& call, const AdminResource& resource,
           const callboard::AdminAction& action, const SentForm& sent) const;

  EditingParts parts_;
};

}  // namespace theatre_admin
