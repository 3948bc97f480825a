#include "tus_api.hpp"

#include "description_check.hpp"
#include "fault_texts.hpp"
#include "tus_headers.hpp"

namespace portfolio {

using namespace callboard;

namespace {

// A piece; nginx/site.conf has the same limit for this address.
constexpr std::uint64_t kPiece = 64 * 1024 * 1024;

std::string url_of(UploadId id) { return "/portfolio/uploads/" + std::to_string(static_cast<std::int64_t>(id)); }

[[noreturn]] void refuse(Reservation outcome) {
  const auto text = text_of(outcome);
  if (outcome == Reservation::QuotaFull) throw ContentTooLarge("the quota of a portfolio", text);
  throw Error(HttpStatus::Conflict, text, "a limit of a portfolio");
}

DescriptionInput input_of(const std::map<std::string, std::string>& metadata) {
  const auto value = [&](const char* name) {
    const auto found = metadata.find(name);
    return found == metadata.end() ? std::string() : found->second;
  };
  DescriptionInput input{value("title"), value("description"), value("alt"),       value("happened_on"),
                         value("show"),  value("album"),       value("visibility")};
  if (input.title.empty()) input.title = one_line(value("filename"), kLongestTitle);
  if (input.visibility.empty()) input.visibility = "private";
  return input;
}

Response answer(const Uploads::Progress& progress, HttpStatus status) {
  return tus::with_version(Response(status)
                               .header("Upload-Offset", std::to_string(progress.offset))
                               .header("Upload-Expires", tus::http_date(progress.upload.expires)));
}

// What the client is told of a piece that was not taken whole.
HttpStatus status_of(AppendedPiece::Kind kind) {
  switch (kind) {
    case AppendedPiece::Kind::Busy: return HttpStatus::Locked;
    case AppendedPiece::Kind::WrongOffset: return HttpStatus::Conflict;
    case AppendedPiece::Kind::TooLong: return HttpStatus::ContentTooLarge;
    case AppendedPiece::Kind::WrongChecksum: return HttpStatus::ChecksumMismatch;
    case AppendedPiece::Kind::CutOff: return HttpStatus::BadRequest;
    case AppendedPiece::Kind::Done: break;
  }
  return HttpStatus::NoContent;
}

Uploads::Progress checked_piece(const Uploads::Grown& grown) {
  const auto status = status_of(grown.kind);
  if (status != HttpStatus::NoContent) throw Error(status, {}, "tus: a piece that was not taken");
  return grown.now;
}

}  // namespace

void TusApi::add_routes(Routes& routes) {
  const auto guarded = [this](auto handler) {
    return [this, handler](const Request& request, const Visitor& visitor) {
      return answered(request, [&] { return handler(request, visitor); });
    };
  };
  for (const char* pattern : {"/portfolio/uploads", "/portfolio/uploads/{id:int}"}) {
    routes.options(pattern, everyone, [this](const Request&, const Visitor&) { return options(); });
  }
  auto& create_route = routes.post("/portfolio/uploads", signed_in,
                                   guarded([this](const Request& r, const Visitor& v) { return create(r, v); }));
  create_route.heavy = true;
  create_route.body_limit = kPiece;
  routes.get("/portfolio/uploads/{id:int}", signed_in,
             guarded([this](const Request& r, const Visitor& v) { return head(r, v); }));
  auto& patch_route = routes.patch("/portfolio/uploads/{id:int}", signed_in,
                                   guarded([this](const Request& r, const Visitor& v) { return patch(r, v); }));
  patch_route.heavy = true;
  patch_route.body_limit = kPiece;
  routes.del("/portfolio/uploads/{id:int}", signed_in,
             guarded([this](const Request& r, const Visitor& v) { return terminate(r, v); }));
}

// A refusal has the protocol's headers too.
Response TusApi::answered(const Request& request, const std::function<Response()>& handler) const try {
  tus::check_version(request);
  return handler();
} catch (const Error& error) {
  if (code_of(error.status()) >= 500) throw;
  const auto text = error.public_text().empty() ? Text::verbatim(reason_of(error.status())) : error.public_text();
  auto response = tus::with_version(
      Response::json({{"message", foundation_.view.translate(text, request.language())}}, error.status()));
  if (error.status() == HttpStatus::PreconditionFailed) response.headers().set("Tus-Version", tus::kVersion);
  return response;
}

std::uint64_t TusApi::most_bytes(Kind kind) const {
  return kind == Kind::Photo ? foundation_.settings.photo_bytes : foundation_.settings.video.most_bytes;
}

Response TusApi::options() const {
  return tus::with_version(Response(HttpStatus::NoContent)
                               .header("Allow", "OPTIONS, POST, HEAD, GET, PATCH, DELETE")
                               .header("Tus-Version", tus::kVersion)
                               .header("Tus-Extension", tus::kExtensions)
                               .header("Tus-Checksum-Algorithm", tus::kChecksums)
                               .header("Tus-Max-Size", std::to_string(most_bytes(Kind::Video))));
}

Response TusApi::create(const Request& request, const Visitor& visitor) {
  const auto length = tus::number(request, "Upload-Length");
  const auto metadata = tus::metadata(request);
  const auto kind_name = metadata.find("kind");
  const auto kind = kind_name == metadata.end() ? std::optional(Kind::Video) : kind_from(kind_name->second);
  if (!kind || kind == Kind::Text || length == 0) throw BadRequest(_("This is no file for a portfolio."));
  if (length > most_bytes(*kind)) throw ContentTooLarge("a file beyond its limit", _("This file is too large."));
  const auto named = metadata.find("filename");
  const auto file_name = named == metadata.end() ? std::string() : one_line(named->second, kLongestTitle);
  Faults faults;
  if (const auto fault = name_fault(*kind, file_name, foundation_.settings)) faults.add("file", *fault);
  const auto said = DescriptionCheck(foundation_).checked(visitor, input_of(metadata), *kind, faults);
  if (faults) throw Error(HttpStatus::UnprocessableContent, faults.all().begin()->second, "tus: a faulty description");

  const bool has_piece = request.media_type() == tus::kPieceType;
  const auto sum = has_piece ? tus::checksum(request) : std::nullopt;
  const auto begun = uploads_.begin(visitor, *kind, said, file_name, length);
  if (begun.outcome != Reservation::Done) refuse(begun.outcome);
  Uploads::Progress progress{begun.upload, 0};
  if (has_piece) progress = first_piece(request, visitor, progress, sum);
  return answer(progress, HttpStatus::Created).header("Location", url_of(begun.upload.id));
}

// Whatever becomes of its first bytes, the upload is there, and the client has to learn where: it goes on from what it
// is told has come.
Uploads::Progress TusApi::first_piece(const Request& request, const Visitor& visitor, const Uploads::Progress& begun,
                                      const std::optional<PieceChecksum>& sum) try {
  return uploads_.grow(visitor, begun.upload.id, 0, request, sum).now;
} catch (const std::exception& error) {
  foundation_.log.warning("portfolio.first_piece", {{"error", error.what()}});
  return begun;
}

Response TusApi::head(const Request& request, const Visitor& visitor) {
  const auto progress = uploads_.progress(visitor, request.path<UploadId>("id"));
  return answer(progress, HttpStatus::Ok).header("Upload-Length", std::to_string(progress.upload.length));
}

Response TusApi::patch(const Request& request, const Visitor& visitor) {
  if (request.media_type() != tus::kPieceType) {
    throw Error(HttpStatus::UnsupportedMediaType, {}, "tus: another media type");
  }
  const auto offset = tus::number(request, "Upload-Offset");
  const auto sum = tus::checksum(request);
  const auto grown = uploads_.grow(visitor, request.path<UploadId>("id"), offset, request, sum);
  return answer(checked_piece(grown), HttpStatus::NoContent);
}

Response TusApi::terminate(const Request& request, const Visitor& visitor) {
  uploads_.give_up(visitor, request.path<UploadId>("id"));
  return tus::with_version(Response(HttpStatus::NoContent));
}

}  // namespace portfolio
