#include "multipart.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartReader.h>
#include <Poco/Net/NameValueCollection.h>

#include <exception>
#include <istream>
#include <streambuf>

#include "callboard/encoding.hpp"
#include "callboard/temporary_file.hpp"
#include "text_scan.hpp"

namespace callboard {
namespace {

constexpr std::size_t kMaxParts = Form::kMaxFields;
constexpr std::size_t kMaxBoundary = 70;  // RFC 2046, 5.1.1
constexpr int kMaxPartHeaders = 16;
constexpr std::size_t kMaxTextBytes = 1024 * 1024;  // all text fields of a form together
constexpr std::size_t kMaxNameBytes = 255;
constexpr std::size_t kPartChunk = 64 * 1024;

[[noreturn]] void malformed_form(std::string log_text) {
  throw BadRequest(_("The form could not be read."), "multipart: " + std::move(log_text));
}

// A BodySource as a stream buffer. Streams swallow exceptions, so what the source throws is kept and
// thrown again by check().
class BodyStreamBuf : public std::streambuf {
 public:
  explicit BodyStreamBuf(BodySource& body) : body_(body) {}
  void check() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 protected:
  int_type underflow() override {
    const auto count = fill();
    setg(buffer_.data(), buffer_.data(), buffer_.data() + count);
    return count == 0 ? traits_type::eof() : traits_type::to_int_type(buffer_[0]);
  }

 private:
  std::size_t fill() noexcept {
    if (failure_) return 0;
    try {
      return body_.read(buffer_);
    } catch (...) {
      failure_ = std::current_exception();
      return 0;
    }
  }

  BodySource& body_;
  std::vector<char> buffer_ = std::vector<char>(kPartChunk);
  std::exception_ptr failure_;
};

// A text of the form itself: never binary.
std::string checked(std::string text) {
  if (!is_utf8(text) || text.find('\0') != std::string::npos) malformed_form("a text is not UTF-8 or has a NUL in it");
  return text;
}

// RFC 8187: UTF-8'language'percent-encoded.
std::string extended_value(std::string_view text) {
  const auto charset = take_until(text, '\'');
  take_until(text, '\'');
  const auto decoded = percent_decode(text);
  if (!same_without_case(charset, "UTF-8") || !decoded) malformed_form("a broken filename*");
  return *decoded;
}

// The last component of what may be a whole path on the client's machine, without control characters.
std::string file_name(std::string_view claimed) {
  const auto slash = claimed.find_last_of("/\\");
  if (slash != std::string_view::npos) claimed.remove_prefix(slash + 1);
  if (claimed == "." || claimed == "..") return {};
  std::string name;
  for (const char c : claimed) {
    if (!has_control_characters({&c, 1})) name += c;
  }
  if (name.size() > kMaxNameBytes) malformed_form("a file name is too long");
  return name;
}

struct Disposition {
  std::string field;
  std::optional<std::string> file;  // the claimed name, for a file
};

Disposition parse_disposition(const Poco::Net::MessageHeader& header) {
  std::string kind;
  Poco::Net::NameValueCollection parameters;
  Poco::Net::MessageHeader::splitParameters(header.get("Content-Disposition", ""), kind, parameters);
  if (!same_without_case(trim(kind), "form-data") || !parameters.has("name")) malformed_form("a part is no form field");
  Disposition disposition{checked(parameters.get("name")), {}};
  if (disposition.field.size() > kMaxNameBytes) malformed_form("a field's name is too long");
  if (parameters.has("filename*")) {
    disposition.file = file_name(checked(extended_value(parameters.get("filename*"))));
  } else if (parameters.has("filename")) {
    disposition.file = file_name(checked(parameters.get("filename")));
  }
  return disposition;
}

std::string boundary_of(std::string_view content_type) {
  std::string media_type;
  Poco::Net::NameValueCollection parameters;
  Poco::Net::MessageHeader::splitParameters(std::string(content_type), media_type, parameters);
  auto boundary = parameters.get("boundary", "");
  if (boundary.empty() || boundary.size() > kMaxBoundary || has_control_characters(boundary))
    malformed_form("no boundary");
  return boundary;
}

class MultipartParser {
 public:
  MultipartParser(std::string_view content_type, BodySource& body, const std::filesystem::path& upload_folder)
      : buffer_(body), stream_(&buffer_), reader_(stream_, boundary_of(content_type)), upload_folder_(upload_folder) {}

  Form parse() {
    std::size_t parts = 0;
    do {
      if (++parts > kMaxParts) malformed_form("too many parts");
      next_part();
    } while (reader_.hasNextPart());
    require_the_last_boundary();
    skip_the_rest();
    return std::move(form_);
  }

 private:
  void next_part() {
    Poco::Net::MessageHeader header;
    header.setFieldLimit(kMaxPartHeaders);
    reader_.nextPart(header);
    buffer_.check();
    auto disposition = parse_disposition(header);
    if (disposition.file) {
      form_.add(read_file(std::move(disposition), header.get("Content-Type", "")));
    } else {
      form_.add(std::move(disposition.field), read_text());
    }
  }

  template <typename Take>
  void read_part(const Take& take) {
    std::istream& part = reader_.stream();
    do {
      part.read(chunk_.data(), static_cast<std::streamsize>(chunk_.size()));
      buffer_.check();
      take(std::string_view(chunk_.data(), static_cast<std::size_t>(part.gcount())));
    } while (part);
  }

  std::string read_text() {
    std::string text;
    read_part([&](std::string_view piece) {
      text_bytes_ += piece.size();
      if (text_bytes_ > kMaxTextBytes) throw ContentTooLarge("multipart: the text fields are too long");
      text += piece;
    });
    return checked(std::move(text));
  }

  Upload read_file(Disposition disposition, std::string declared_type) {
    TemporaryFileWriter writer(upload_folder_);
    read_part([&](std::string_view piece) { writer.write(piece); });
    return {std::move(disposition.field), std::move(*disposition.file), checked(std::move(declared_type)),
            writer.size(), writer.file()};
  }

  // A part also ends where the body does: only the closing boundary proves that nothing is missing.
  void require_the_last_boundary() const {
    const auto* last = dynamic_cast<const Poco::Net::MultipartInputStream*>(&reader_.stream());
    if (!last || !last->lastPart()) malformed_form("it ends before the closing boundary");
  }

  void skip_the_rest() {
    while (stream_) stream_.read(chunk_.data(), static_cast<std::streamsize>(chunk_.size()));
    buffer_.check();
  }

  BodyStreamBuf buffer_;
  std::istream stream_;
  Poco::Net::MultipartReader reader_;
  const std::filesystem::path& upload_folder_;
  std::vector<char> chunk_ = std::vector<char>(kPartChunk);
  std::size_t text_bytes_ = 0;
  Form form_;
};

}  // namespace

Form parse_multipart(std::string_view content_type, BodySource& body, const std::filesystem::path& upload_folder) try {
  return MultipartParser(content_type, body, upload_folder).parse();
} catch (const Poco::Exception& error) {
  malformed_form(error.displayText());
}

}  // namespace callboard
