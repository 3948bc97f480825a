// The pages on which a record is made and edited, and the one that shows a conflict.
#pragma once

#include "editing_parts.hpp"

namespace theatre_admin {

// Thread-safe.
class RecordFormPages {
 public:
  explicit RecordFormPages(const EditingParts& parts) : parts_(parts) {}

  callboard::Response ask_new(const callboard::AdminCall& call, const AdminResource& resource) const;
  callboard::Response create(const callboard::AdminCall& call, const AdminResource& resource) const;
  callboard::Response ask_edit(const callboard::AdminCall& call, const AdminResource& resource) const;
  callboard::Response change(const callboard::AdminCall& call, const AdminResource& resource) const;

 private:
  SentForm sent(const callboard::AdminCall& call, const AdminResource& resource) const;
  callboard::Response saved(const AdminResource& resource, const Edited& edited, const SentForm& sent,
                            callboard::Text done) const;
  // The form again, with what was typed in it.
  callboard::Response again(const callboard::AdminCall& call, const AdminResource& resource, std::int64_t id,
                            const SentForm& sent, const Edited& edited) const;
  // The record is gone: what was typed can become a new one.
  callboard::Response gone(const callboard::AdminCall& call, const AdminResource& resource, const SentForm& sent) const;

  EditingParts parts_;
};

}  // namespace theatre_admin
