// Multipart forms. The first byte says in which pieces the body arrives, the first line is the
// Content-Type, the rest the body.
#include <unistd.h>

#include <filesystem>
#include <iterator>

#include "callboard/encoding.hpp"
#include "callboard/testing/request_builder.hpp"
#include "fuzz.hpp"

using namespace callboard;

namespace {

std::filesystem::path made_folder() {
  auto folder = std::filesystem::temp_directory_path() / ("callboard-fuzz-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  return folder;
}

void check(const Form& form) {
  for (const auto& [name, value] : form.fields()) {
    fuzz::promise(is_utf8(name) && is_utf8(value), "texts are UTF-8");
    fuzz::promise(value.find('\0') == std::string::npos, "texts have no NUL");
  }
  for (const auto& upload : form.uploads()) {
    fuzz::promise(upload.name.find_first_of("/\\") == std::string::npos, "a file's name is no path");
    fuzz::promise(is_utf8(upload.name) && !has_control_characters(upload.name), "a file's name is clean");
    fuzz::promise(std::filesystem::file_size(upload.file->path()) == upload.size, "the file is as long as it is said");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto folder = made_folder();
  if (size == 0) return 0;
  auto text = fuzz::text_of(data, size);
  const auto piece = static_cast<std::size_t>(data[0]) + 1;
  text.remove_prefix(1);
  const auto line_end = std::min(text.find('\n'), text.size());
  std::string type(text.substr(0, line_end));
  if (!type.starts_with("multipart/form-data")) type = "multipart/form-data; boundary=XyZ";
  const std::string body(text.substr(std::min(line_end + 1, text.size())));
  fuzz::may_refuse([&] {
    const auto request = testing::RequestBuilder(Method::Post)
                             .chunked(std::make_shared<testing::TextBody>(body, piece), type)
                             .uploads(folder)
                             .build();
    check(request->form());
  });
  fuzz::promise(std::filesystem::is_empty(folder), "no file is left behind");
  return 0;
}
