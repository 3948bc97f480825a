#include "uploads.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <callboard/turn.hpp>

#include "items.hpp"
#include "sql_items.hpp"

namespace portfolio {

using namespace callboard;

namespace {

constexpr int kPortion = 100;
constexpr Time kAnyTime{std::chrono::microseconds(INT64_MAX)};

void sync(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!synced) throw Unavailable("an upload cannot be taken over: it is not written");
}

// Onto the other name at once where both lie on one file system. On the disk before the table says that it is there.
void move_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code error;
  give_up_turn();
  std::filesystem::rename(from, to, error);
  if (error) {
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing, error);
    if (error) throw Unavailable("an upload cannot be taken over: " + error.message());
    std::filesystem::remove(from, error);
  }
  sync(to);
  sync(to.parent_path());
}

void touch(const std::filesystem::path& file) { ::utimensat(AT_FDCWD, file.c_str(), nullptr, AT_SYMLINK_NOFOLLOW); }

}  // namespace

Uploads::Begun Uploads::add(const Visitor& by, Item item, UploadRecord upload) {
  const auto now = parts_.clock.now();
  item.owner = upload.owner = by.user;
  item.size = upload.length;
  item.created = now;
  upload.expires = now + parts_.life;
  const bool grows = upload.state == UploadState::Open;
  return parts_.database.transact([&](Transaction& tx) -> Begun {
    const auto outcome = SqlOwners::reserve(tx, by.user, {item.size, 1, grows ? 1 : 0}, parts_.limits);
    if (outcome != Reservation::Done) return {outcome, upload};
    Item added = item;
    added.position = SqlOwners::next_position(tx, by.user);
    added.id = SqlItems::add(tx, added);
    put_words(tx, parts_.search, added);
    auto row = upload;
    row.item = added.id;
    row.id = SqlUploads::add(tx, row);
    return {outcome, row};
  });
}

Uploads::Begun Uploads::begin(const Visitor& by, Kind kind, const Description& said, const std::string& file_name,
                              std::uint64_t length) {
  if (parts_.files.room() < length) {
    throw Unavailable("no room for an upload", _("There is no room for this file at the moment. Try again later."));
  }
  Item item;
  item.kind = kind;
  item.said = said;
  item.state = State::Uploading;
  UploadRecord upload;
  upload.length = length;
  upload.file_name = file_name;
  upload.partial = parts_.files.begin();
  auto begun = add(by, item, upload);
  if (begun.outcome != Reservation::Done) parts_.files.remove(upload.partial);
  return begun;
}

Uploads::Begun Uploads::take(const Visitor& by, Kind kind, const Description& said, const std::string& file_name,
                             const std::filesystem::path& file, std::uint64_t length) {
  Item item;
  item.kind = kind;
  item.said = said;
  item.state = State::Processing;
  UploadRecord upload;
  upload.state = UploadState::Whole;
  upload.length = length;
  upload.file_name = file_name;
  upload.partial = parts_.files.begin();
  move_file(file, parts_.files.path_of(upload.partial));
  auto begun = add(by, item, upload);
  if (begun.outcome != Reservation::Done) parts_.files.remove(upload.partial);
  return begun;
}

UploadRecord Uploads::own(const Visitor& by, UploadId id) {
  const auto upload = parts_.database.read_single([&](Transaction& tx) { return SqlUploads::find(tx, id); });
  if (!upload || !by.is_person() || upload->owner != by.user) throw NotFound("an upload");
  const bool expired = upload->state == UploadState::Open && upload->expires <= parts_.clock.now();
  if (expired || upload->state == UploadState::Dropped) {
    throw Error(HttpStatus::Gone, _("This upload has expired."), "an upload that is gone");
  }
  return *upload;
}

Uploads::Progress Uploads::progress(const Visitor& by, UploadId id) {
  const auto upload = own(by, id);
  if (upload.state != UploadState::Open) return {upload, upload.length};
  const auto size = parts_.files.size(upload.partial);
  if (!size) throw Error(HttpStatus::Gone, _("This upload has expired."), "the file of an upload is gone");
  // Whoever appended the last piece may have died before the item could go on.
  if (*size == upload.length) finish(upload);
  return {upload, *size};
}

Uploads::Grown Uploads::grow(const Visitor& by, UploadId id, std::uint64_t offset, const Request& request,
                             const std::optional<PieceChecksum>& checksum) {
  auto upload = own(by, id);
  if (upload.state != UploadState::Open) {
    const auto kind = offset == upload.length ? AppendedPiece::Kind::Done : AppendedPiece::Kind::WrongOffset;
    return {kind, {upload, upload.length}};
  }
  const auto most = offset <= upload.length ? upload.length - offset : 0;
  const auto piece = parts_.files.append(upload.partial, offset, most, request, checksum);
  if (piece.kind == AppendedPiece::Kind::Busy) return {piece.kind, {upload, offset}};
  upload.expires = parts_.clock.now() + parts_.life;
  parts_.database.transact_single([&](Transaction& tx) { SqlUploads::set_expiry(tx, upload.id, upload.expires); });
  if (piece.size == upload.length) finish(upload);
  return {piece.kind, {upload, piece.size}};
}

// Whoever comes second changes nothing.
void Uploads::finish(const UploadRecord& upload) {
  parts_.database.transact([&](Transaction& tx) {
    SqlOwners::lock(tx, upload.owner);
    if (!SqlUploads::move(tx, upload.id, UploadState::Open, UploadState::Whole)) return;
    SqlOwners::give_back(tx, upload.owner, {0, 0, 1});
    if (upload.item) SqlItems::move(tx, *upload.item, State::Uploading, State::Processing);
  });
}

void Uploads::give_up(const Visitor& by, UploadId id) {
  const auto upload = own(by, id);
  if (upload.state != UploadState::Open) throw Conflict("an upload that is complete");
  drop(upload, kAnyTime);
}

void Uploads::drop(const UploadRecord& upload, Time expired) {
  parts_.database.transact([&](Transaction& tx) {
    SqlOwners::lock(tx, upload.owner);
    const auto present = SqlUploads::find(tx, upload.id);
    if (!present || present->state != UploadState::Open || present->expires > expired) return;
    const auto item = present->item ? SqlItems::find(tx, *present->item) : std::nullopt;
    if (item) Items::erase(tx, parts_.media, parts_.search, *item);
  });
}

void Uploads::sweep() {
  const auto expired = [&](UploadState state, Time until) {
    return parts_.database.read_single(
        [&](Transaction& tx) { return SqlUploads::expired(tx, state, until, kPortion); });
  };
  const auto now = parts_.clock.now();
  for (const auto& upload : expired(UploadState::Open, now)) drop(upload, now);
  // The host takes what lies untouched for a week for abandoned; these wait for their processing, or for their owner to
  // ask for it again.
  for (const auto& upload : expired(UploadState::Whole, now)) {
    if (parts_.files.size(upload.partial)) touch(parts_.files.path_of(upload.partial));
    parts_.database.transact_single([&](Transaction& tx) { SqlUploads::set_expiry(tx, upload.id, now + parts_.life); });
  }
  for (const auto state : {UploadState::Dropped, UploadState::Done}) {
    // The file first: after a crash between the two the row is still here.
    for (const auto& upload : expired(state, state == UploadState::Dropped ? kAnyTime : now)) {
      if (!upload.partial.empty()) parts_.files.remove(upload.partial);
      parts_.database.transact_single([&](Transaction& tx) { SqlUploads::erase(tx, upload.id); });
    }
  }
}

}  // namespace portfolio
