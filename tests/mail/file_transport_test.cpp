#include "mail/file_transport.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "mail_testing.hpp"

namespace callboard::host {
namespace {

using Outcome = Delivery::Outcome;

ClaimedMail mail_of_id(const std::string& id, const std::string& message = "Subject: x\r\n\r\nbody\r\n") {
  return {.id = OutboxId{1},
          .attempts = 1,
          .created_at = Time(std::chrono::seconds(1'795'248'000)),
          .message_id = id + "@theatre.example",
          .recipient = "anna@mail.example",
          .message = message};
}

TEST(FileTransport, WritesAFilePerMailAndNothingElse) {
  const TemporaryFolder folder;
  FileTransport transport(folder.path() / "new" / "mail");
  EXPECT_EQ(transport.deliver(mail_of_id("ab1")).outcome, Outcome::Accepted);
  EXPECT_EQ(transport.deliver(mail_of_id("ab2")).outcome, Outcome::Accepted);
  const auto files = files_in(folder.path() / "new" / "mail");
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].filename(), "20261121T080000Z-ab1.eml");
  EXPECT_EQ(read_file(files[0]), mail_of_id("ab1").message);
}

TEST(FileTransport, WritesAMailThatComesAgainOverItself) {
  const TemporaryFolder folder;
  FileTransport transport(folder.path());
  transport.deliver(mail_of_id("ab1"));
  transport.deliver(mail_of_id("ab1"));
  EXPECT_EQ(files_in(folder.path()).size(), 1U);
}

TEST(FileTransport, TakesNoPathFromAMessageId) {
  const TemporaryFolder folder;
  FileTransport transport(folder.path() / "mail");
  transport.deliver(mail_of_id("../../a/b"));
  EXPECT_EQ(files_in(folder.path() / "mail").size(), 1U);
  EXPECT_EQ(files_in(folder.path()).size(), 1U);
}

TEST(FileTransport, SaysWhyAFolderCannotBeUsed) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  const auto delivery = FileTransport(folder.path() / "file").deliver(mail_of_id("ab1"));
  EXPECT_EQ(delivery.outcome, Outcome::Unreachable);
  EXPECT_THAT(delivery.reason, ::testing::HasSubstr("Not a directory"));
}

// In a child, since the limit on a file's size, which fails a write as a full disk does, stays with its process.
TEST(FileTransport, LeavesNoHalfFileBehindWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto delivery = FileTransport(folder.path()).deliver(mail_of_id("ab1", std::string(5000, 'x')));
    ::_exit(delivery.outcome == Outcome::Unreachable ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_THAT(files_in(folder.path()), ::testing::IsEmpty());
}

}  // namespace
}  // namespace callboard::host
