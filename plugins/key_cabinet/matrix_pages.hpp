// /admin/keys/matrix: people and rooms, a box for each right.
#pragma once

#include <callboard/router.hpp>

#include <theatre_admin/admin_pages.hpp>

#include "access_matrix.hpp"

namespace key_cabinet {

// Thread-safe.
class MatrixPages {
 public:
  MatrixPages(callboard::Database& database, const AccessMatrix& matrix, const theatre_admin::AdminPages& pages)
      : database_(database), matrix_(matrix), pages_(pages) {}

  void add_routes(callboard::Routes& routes);

 private:
  callboard::Response show(const callboard::Request& request, const callboard::Visitor& visitor) const;
  callboard::Response save(const callboard::Request& request, const callboard::Visitor& visitor) const;
  // With a conflict: what was typed stays for all but that person.
  callboard::Response render(const MatrixQuery& query, const callboard::Visitor& visitor, const MatrixChange* typed,
                             HolderId changed_meanwhile) const;

  callboard::Database& database_;
  const AccessMatrix& matrix_;
  const theatre_admin::AdminPages& pages_;
};

}  // namespace key_cabinet
