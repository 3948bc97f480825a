// What administrators see and do with keys and holders, wired.
#pragma once

#include <optional>

#include "access_matrix.hpp"
#include "board_pages.hpp"
#include "foundation.hpp"
#include "holder_data.hpp"
#include "holders_admin.hpp"
#include "key_import.hpp"
#include "loans_admin.hpp"
#include "matrix_pages.hpp"
#include "season_demo.hpp"

namespace key_cabinet {

class OfficePart {
 public:
  OfficePart(callboard::Registrar& host, Foundation& foundation);

  // The second half of the demonstration's data.
  nlohmann::json load_season() const { return season_.load(); }

 private:
  void add_resources(callboard::Registrar& host) const;
  // In the administration's frame, where there is one.
  void add_pages(callboard::Registrar& host, const Foundation& foundation);

  // What runs without anybody's request: the import, the personal data, the plot.
  void add_services(callboard::Registrar& host, const Foundation& foundation);

  HoldersAdmin holders_;
  LoansAdmin loans_;
  AccessMatrix matrix_;
  HolderData data_;
  KeyImport::Parts import_;
  SeasonDemo season_;
  std::optional<BoardPages> board_pages_;
  std::optional<MatrixPages> matrix_pages_;
};

}  // namespace key_cabinet
