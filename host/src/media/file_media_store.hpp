// Files below a folder, their uses as rows (sql/host/0005). Thread-safe.
#pragma once

#include "callboard/media.hpp"
#include "media/media_folder.hpp"
#include "media/sql_media_rows.hpp"

namespace callboard::host {

class FileMediaStore : public MediaStore {
 public:
  // nginx serves `folder` at the internal location /_media/.
  FileMediaStore(std::filesystem::path folder, Database& database, const Clock& clock)
      : folder_(std::move(folder)), rows_(database), clock_(clock) {}

  StoredMedia store(std::string_view content, std::string_view ending, std::string_view content_type) override;
  StoredMedia store_file(const std::filesystem::path& file, std::string_view ending,
                         std::string_view content_type) override;
  std::filesystem::path path_of(std::string_view name) const override;
  void use(Transaction& tx, const StoredMedia& media, const MediaUse& use) override;
  void release(Transaction& tx, std::string_view kind, std::int64_t record) override;
  Response send(std::string_view name, std::string_view content_type) const override;

  const MediaFolder& folder() const { return folder_; }
  MediaRows& rows() { return rows_; }

 private:
  MediaFolder folder_;
  SqlMediaRows rows_;
  const Clock& clock_;
};

}  // namespace callboard::host
