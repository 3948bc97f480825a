#include "uploads.hpp"

#include <array>
#include <charconv>

namespace probe {

using namespace callboard;
using nlohmann::json;

namespace {

constexpr std::uint64_t kLargest = 256 * 1024 * 1024;

const char* name_of(AppendedPiece::Kind kind) {
  static constexpr std::array kNames = {"done", "busy", "wrong_offset", "too_long", "wrong_checksum", "cut_off"};
  return kNames.at(static_cast<std::size_t>(kind));
}

std::uint64_t number(const Request& request, std::string_view name) {
  const auto text = request.query(name).value_or("");
  std::uint64_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) {
    throw BadRequest(_("The address is not valid."));
  }
  return value;
}

Response append(PartialFiles& files, const Request& request) {
  const auto name = request.path<std::string>("name");
  const auto piece = files.append(name, number(request, "offset"), kLargest, request, std::nullopt);
  return Response::json({{"kind", name_of(piece.kind)}, {"size", piece.size}});
}

// The whole way of a video: what it is, then into the store, used by record 1.
Response store(Registrar& host, const Request& request) {
  const auto name = request.path<std::string>("name");
  const auto type = request.query("type").value_or("application/octet-stream");
  const auto media = host.media().store_file(host.partial_files().path_of(name), "bin", type);
  host.database().transact([&](Transaction& tx) { host.media().use(tx, media, {"probe.file", 1, name}); });
  return Response::json({{"name", media.name}, {"size", media.size}});
}

}  // namespace

void add_uploads(Registrar& host) {
  auto& api = host.routes(ErrorShape::Message);
  auto& files = host.partial_files();
  api.post("/probe/uploads", everyone, [&files](const Request&, const Visitor&) {
    return Response::json({{"name", files.begin()}});
  });
  api.get("/probe/uploads/{name}", everyone, [&files](const Request& request, const Visitor&) {
    const auto size = files.size(request.path<std::string>("name"));
    if (!size) throw NotFound("an upload");
    return Response::json({{"size", *size}, {"room", files.room()}});
  });
  api.post("/probe/uploads/{name}", everyone,
           [&files](const Request& request, const Visitor&) { return append(files, request); })
      .body_limit = kLargest;
  api.post("/probe/uploads/{name}/stored", everyone,
           [&host](const Request& request, const Visitor&) { return store(host, request); });
  api.get("/probe/stored", everyone, [&host](const Request& request, const Visitor&) {
    return host.media().send(request.query("name").value_or(""), request.query("type").value_or(""));
  });
}

}  // namespace probe
