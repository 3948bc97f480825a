// /admin/keys/cabinets/enrol and /admin/keys/cabinets/{id}/credentials: a cabinet's credentials, shown once.
// Thread-safe.
#pragma once

#include <callboard/form.hpp>
#include <callboard/router.hpp>

#include <theatre_admin/admin_pages.hpp>

#include "cabinets.hpp"
#include "revocation_file.hpp"

namespace key_cabinet {

class CredentialPages {
 public:
  CredentialPages(Cabinets& cabinets, RevocationFile& revocations, const theatre_admin::AdminPages& frame)
      : cabinets_(cabinets), revocations_(revocations), frame_(frame) {}

  void add_routes(callboard::Routes& routes);

 private:
  callboard::Response ask_enrolment(const callboard::Visitor& visitor);
  callboard::Response enrol(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response ask_rotation(const callboard::Request& request, const callboard::Visitor& visitor);
  callboard::Response rotate(const callboard::Request& request, const callboard::Visitor& visitor);

  callboard::Response enrolment_form(const callboard::Form& typed, const callboard::Faults& faults,
                                     const callboard::Visitor& visitor);
  callboard::Response rotation_form(const Cabinet& cabinet, const callboard::Form& typed,
                                    const callboard::Faults& faults, const callboard::Visitor& visitor);
  callboard::Response form(const char* page, nlohmann::json data, const callboard::Form& typed,
                           const callboard::Faults& faults, const callboard::Visitor& visitor);
  // Tells what is wrong with what is wanted.
  WantedCredentials wanted_in(const callboard::Form& typed, callboard::Faults& faults) const;
  callboard::Response show(const std::string& name, const Credentials& made, const callboard::Form& typed,
                           const callboard::Visitor& visitor);

  Cabinets& cabinets_;
  RevocationFile& revocations_;
  const theatre_admin::AdminPages& frame_;
};

}  // namespace key_cabinet
