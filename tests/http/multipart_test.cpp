#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fstream>

#include "callboard/temporary_file.hpp"
#include "site.hpp"

namespace callboard {
namespace {

using host::TemporaryFolder;
using testing::RequestBuilder;
using testing::TextBody;

const std::string kType = "multipart/form-data; boundary=XyZ";

std::string part(const std::string& headers, const std::string& content) {
  return "--XyZ\r\n" + headers + "\r\n\r\n" + content + "\r\n";
}
std::string field(const std::string& name, const std::string& value) {
  return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
}
std::string file(const std::string& name, const std::string& parameters, const std::string& content) {
  return part("Content-Disposition: form-data; name=\"" + name + "\"; " + parameters + "\r\nContent-Type: image/png",
              content);
}
std::string content_of(const Upload& upload) {
  std::ifstream stream(upload.file->path(), std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class Multipart : public ::testing::Test {
 protected:
  std::shared_ptr<Request> request(const std::string& body, const std::string& type = kType) {
    return RequestBuilder(Method::Post).body(body, type).uploads(folder_.path()).build();
  }
  void expect_refused(const std::string& body, const std::string& type = kType) {
    EXPECT_THROW(request(body, type)->form(), BadRequest) << type << "\n" << body.substr(0, 500);
    EXPECT_EQ(folder_.files(), 0U);
  }
  std::string file_name(const std::string& parameters) {
    const auto asked = request(file("f", parameters, "x") + "--XyZ--\r\n");
    return asked->form().uploads().at(0).name;
  }

  TemporaryFolder folder_;
};

TEST_F(Multipart, HasFieldsAndFilesInTheirOrder) {
  const std::string binary = std::string("\0\r\n--Xy\xFF", 8) + std::string(200'000, 'z');
  const auto asked = request(field("title", "Мим") + file("picture", "filename=\"me.png\"", binary) + field("a", "") +
                             field("a", "2\r\n3") + "--XyZ--\r\n");
  const auto& form = asked->form();
  EXPECT_EQ(form.value("title"), "Мим");
  EXPECT_EQ(form.all("a"), (std::vector<std::string>{"", "2\r\n3"}));
  ASSERT_NE(form.upload("picture"), nullptr);
  const auto& upload = *form.upload("picture");
  EXPECT_EQ(upload.name, "me.png");
  EXPECT_EQ(upload.declared_type, "image/png");
  EXPECT_EQ(upload.size, binary.size());
  EXPECT_EQ(content_of(upload), binary);
}

TEST_F(Multipart, MayArriveByteByByte) {
  const auto text = "preamble\r\n" + field("a", "b\r\n-") + file("f", "filename=x", "--XyZ") + "--XyZ--\r\nepilogue";
  const auto body = std::make_shared<TextBody>(text, 1);
  const auto asked = RequestBuilder(Method::Post).chunked(body, kType).uploads(folder_.path()).build();
  EXPECT_EQ(asked->form().value("a"), "b\r\n-");
  EXPECT_EQ(content_of(asked->form().uploads().at(0)), "--XyZ");
  EXPECT_EQ(body->handed_out(), text.size());
}

TEST_F(Multipart, ReadsABodyThatSomebodyReadBefore) {
  const auto asked = request(field("a", "b") + "--XyZ--");
  asked->body();
  EXPECT_EQ(asked->form().value("a"), "b");
}

TEST_F(Multipart, TakesAQuotedBoundary) {
  EXPECT_EQ(request(field("a", "b") + "--XyZ--", "Multipart/Form-Data; boundary=\"XyZ\"; x=y")->form().value("a"), "b");
}

TEST_F(Multipart, KeepsFilesToTheirOwnerAndRemovesThemWithTheRequest) {
  auto asked = request(file("f", "filename=x", "secret") + "--XyZ--");
  const auto path = asked->form().uploads().at(0).file->path();
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(path.parent_path(), folder_.path());
  asked.reset();
  EXPECT_EQ(folder_.files(), 0U);
}

TEST_F(Multipart, KeepsAFileForWhoeverHoldsIt) {
  auto asked = request(file("f", "filename=x", "kept") + "--XyZ--");
  const Upload upload = asked->form().uploads().at(0);
  asked.reset();
  EXPECT_EQ(content_of(upload), "kept");
}

TEST_F(Multipart, ReducesFileNamesToTheirLastComponent) {
  EXPECT_EQ(file_name("filename=\"фото.png\""), "фото.png");
  EXPECT_EQ(file_name("filename=\"../../etc/passwd\""), "passwd");
  EXPECT_EQ(file_name("filename=\"/etc/\""), "");
  EXPECT_EQ(file_name("filename=\"..\""), "");
  EXPECT_EQ(file_name("filename=\"a\tb\x7F.png\""), "ab.png");
  EXPECT_EQ(file_name("filename*=UTF-8''%D0%B0%20b.png"), "а b.png");
  EXPECT_EQ(file_name("filename=\"a.png\"; filename*=utf-8'ru'%D0%B0.png"), "а.png");
  EXPECT_EQ(file_name("filename*=UTF-8''C%3A%5Cdir%5Cx.png"), "x.png");
  EXPECT_EQ(file_name("filename*=UTF-8''a%0D%0Ab"), "ab");
}

TEST_F(Multipart, TakesAnEmptyFileInputForNoFile) {
  const auto asked = request(file("f", "filename=\"\"", "") + "--XyZ--");
  EXPECT_EQ(asked->form().upload("f"), nullptr);
}

TEST_F(Multipart, IsRefusedWithoutAProperBoundary) {
  const auto body = field("a", "b") + "--XyZ--";
  for (const std::string type :
       {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=other", "multipart/form-data; charset=XyZ"}) {
    expect_refused(body, type);
  }
  expect_refused(body, "multipart/form-data; boundary=" + std::string(71, 'a'));
}

TEST_F(Multipart, IsRefusedWhereItIsTruncatedAnywhere) {
  const auto whole = field("a", "b") + file("f", "filename=x", "content") + "--XyZ--";
  for (std::size_t length = 0; length < whole.size(); ++length) expect_refused(whole.substr(0, length));
  EXPECT_NO_THROW(request(whole)->form());
}

TEST_F(Multipart, IsRefusedWhereItIsGarbage) {
  for (const std::string& body : {
           std::string("garbage"),
           std::string(100'000, '-'),
           std::string(100'000, '\0'),
           std::string("--XyZ"),
           std::string("--XyZ\r\n--XyZ--"),
           part("", "no headers") + "--XyZ--",
           part("Content-Type: text/plain", "no disposition") + "--XyZ--",
           part("Content-Disposition: attachment; name=a", "no field") + "--XyZ--",
           part("Content-Disposition: form-data", "no name") + "--XyZ--",
           part("Content-Disposition form-data; name=a", "no colon") + "--XyZ--",
           field("a\xFF", "name not UTF-8") + "--XyZ--",
           field("a", "value not UTF-8 \xC0\xAF") + "--XyZ--",
           field("a", std::string("NUL \0", 5)) + "--XyZ--",
           file("f", "filename=\"\xFF\"", "x") + "--XyZ--",
           file("f", "filename*=UTF-8''%zz", "x") + "--XyZ--",
           file("f", "filename*=latin-1''a", "x") + "--XyZ--",
           file("f", "filename*=a", "x") + "--XyZ--",
           file("f", "filename=" + std::string(300, 'a'), "x") + "--XyZ--",
           field(std::string(300, 'a'), "x") + "--XyZ--",
       }) {
    expect_refused(body);
  }
}

TEST_F(Multipart, HasLimitedParts) {
  std::string many;
  for (std::size_t i = 0; i <= Form::kMaxFields; ++i) many += field("a", "b");
  expect_refused(many + "--XyZ--");
  std::string headers = "Content-Disposition: form-data; name=a";
  for (int i = 0; i < 20; ++i) headers += "\r\nX-Header: 1";
  expect_refused(part(headers, "x") + "--XyZ--");
  expect_refused(part("X-Long: " + std::string(100'000, 'a') + "\r\nContent-Disposition: form-data; name=a", "x") +
                 "--XyZ--");
}

TEST_F(Multipart, HasLimitedTexts) {
  const std::string half(600 * 1024, 'a');
  const auto asked = request(field("a", half) + field("b", half) + "--XyZ--");
  asked->set_body_limit(10 * 1024 * 1024);
  EXPECT_THROW(asked->form(), ContentTooLarge);
}

TEST_F(Multipart, StopsAtTheLimitOfTheRouteAndLeavesNoFile) {
  const auto body = std::make_shared<TextBody>(file("f", "filename=x", std::string(300'000, 'a')) + "--XyZ--", 5000);
  const auto asked = RequestBuilder(Method::Post).chunked(body, kType).uploads(folder_.path()).build();
  asked->set_body_limit(100'000);
  EXPECT_THROW(asked->form(), ContentTooLarge);
  EXPECT_EQ(folder_.files(), 0U);
}

TEST_F(Multipart, LeavesNoFileWhereTheClientGoesAway) {
  const auto text = file("f", "filename=x", std::string(300'000, 'a')) + "--XyZ--";
  const auto body = std::make_shared<TextBody>(text, 5000, 100'000);
  const auto asked = RequestBuilder(Method::Post).chunked(body, kType).uploads(folder_.path()).build();
  EXPECT_THROW(asked->form(), BadRequest);
  EXPECT_EQ(folder_.files(), 0U);
}

TEST_F(Multipart, IsUnavailableWhereNothingCanBeStored) {
  const auto asked = RequestBuilder(Method::Post)
                         .body(file("f", "filename=x", "a") + "--XyZ--", kType)
                         .uploads(folder_.path() / "missing")
                         .build();
  EXPECT_THROW(asked->form(), Unavailable);
}

// Makes a 100 MiB upload while it is read.
class HugeUpload : public BodySource {
 public:
  std::size_t read(std::span<char> into) override {
    if (at_ < head_.size()) return take(head_, at_, into);
    if (at_ < head_.size() + kBytes) {
      const auto count = std::min(into.size(), head_.size() + kBytes - at_);
      std::fill_n(into.data(), count, 'a');
      at_ += count;
      return count;
    }
    return take(tail_, at_ - head_.size() - kBytes, into);
  }
  static constexpr std::size_t kBytes = 100UL * 1024 * 1024;

 private:
  std::size_t take(std::string_view text, std::size_t from, std::span<char> into) {
    const auto count = text.copy(into.data(), into.size(), from);
    at_ += count;
    return count;
  }
  std::string head_ = "--XyZ\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\n";
  std::string tail_ = "\r\n--XyZ--\r\n";
  std::size_t at_ = 0;
};

long resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
  }
  return 0;
}

TEST_F(Multipart, StreamsALargeFileWithoutHoldingItInMemory) {
  const auto asked =
      RequestBuilder(Method::Post).chunked(std::make_shared<HugeUpload>(), kType).uploads(folder_.path()).build();
  asked->set_body_limit(200UL * 1024 * 1024);
  const auto before = resident_kib();
  EXPECT_EQ(asked->form().uploads().at(0).size, HugeUpload::kBytes);
  const auto grown = resident_kib() - before;
  RecordProperty("grown_kib", std::to_string(grown));
  EXPECT_LT(grown, 8 * 1024);
}

TEST(TemporaryFileSweep, RemovesWhatDeadProcessesLeftAndNothingElse) {
  const TemporaryFolder folder;
  const TemporaryFileWriter mine(folder.path());
  const pid_t child = ::fork();
  if (child == 0) {
    auto* left_behind = new TemporaryFileWriter(folder.path());
    left_behind->write("never removed by its owner");
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  std::ofstream(folder.path() / "upload-notes.txt") << "somebody else's";
  ASSERT_EQ(folder.files(), 3U);
  EXPECT_EQ(sweep_temporary_files(folder.path()), 1U);
  EXPECT_TRUE(std::filesystem::exists(mine.file()->path()));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "upload-notes.txt"));
}

TEST(TemporaryFileSweep, TakesAMissingFolderForAnEmptyOne) { EXPECT_EQ(sweep_temporary_files("/nowhere/at/all"), 0U); }

}  // namespace
}  // namespace callboard
