#include "upkeep/slow_statements.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <system_error>

#include "upkeep/disk.hpp"

namespace callboard::host {
namespace {

// The number is the layout's: processes of two versions live side by side during a reload.
std::filesystem::path file_in(const std::filesystem::path& data_dir) { return data_dir / ".slow-statements-1"; }

// One line with single blanks, cut at a whole character.
std::string shortened(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
    if (line.size() > SlowStatements::kLongestText) break;
  }
  if (line.size() > SlowStatements::kLongestText) {
    line.resize(SlowStatements::kLongestText - 3);
    while (!line.empty() && (line.back() & 0xC0) == 0x80) line.pop_back();
    if (!line.empty() && (line.back() & 0x80) != 0) line.pop_back();
    line += "…";
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

}  // namespace

struct SlowStatements::Slot {
  std::uint64_t times;  // 0: the slot is free
  std::uint64_t longest;
  std::uint64_t total;
  std::int64_t last;
  std::uint32_t size;
  std::array<char, kLongestText> text;

  std::string_view view() const { return {text.data(), std::min<std::size_t>(size, kLongestText)}; }
};

// A new file is all zeros, and that is an empty table.
struct SlowStatements::Table {
  std::array<Slot, kMost> slots;
};

// Between threads a mutex, between processes flock(): the kernel lets go of it when a process dies.
class SlowStatements::Lock {
 public:
  explicit Lock(SlowStatements& of) : guard_(of.mutex_), file_(of.file_.get()) {
    while (file_ >= 0 && ::flock(file_, LOCK_EX) != 0 && errno == EINTR) continue;
  }
  ~Lock() {
    if (file_ >= 0) ::flock(file_, LOCK_UN);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  const std::lock_guard<std::mutex> guard_;
  const int file_;
};

SlowStatements::SlowStatements(const std::filesystem::path& data_dir, std::chrono::milliseconds slow_from,
                               const Clock& clock)
    : slow_from_(slow_from),
      clock_(clock),
      file_(::open(file_in(data_dir).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
  try {
    if (file_) own_like(file_.get(), data_dir);
  } catch (const Unavailable&) {
    // Others remember their own then.
  }
  if (file_ && ::ftruncate(file_.get(), sizeof(Table)) != 0) file_.reset();
  const int flags = file_ ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS;
  void* const memory = ::mmap(nullptr, sizeof(Table), PROT_READ | PROT_WRITE, flags, file_ ? file_.get() : -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "slow statements: mmap");
  table_ = static_cast<Table*>(memory);
}

SlowStatements::~SlowStatements() { ::munmap(table_, sizeof(Table)); }

void SlowStatements::forget(const std::filesystem::path& data_dir) {
  std::error_code ignored;
  std::filesystem::remove(file_in(data_dir), ignored);
}

SlowStatements::Slot& SlowStatements::slot_for(std::string_view text) {
  auto& slots = table_->slots;
  const auto same =
      std::find_if(slots.begin(), slots.end(), [&](const Slot& s) { return s.times > 0 && s.view() == text; });
  if (same != slots.end()) return *same;
  // A free one has taken nothing at all.
  auto& least = *std::min_element(slots.begin(), slots.end(), [](const Slot& a, const Slot& b) {
    return (a.times == 0 ? 0 : a.total) < (b.times == 0 ? 0 : b.total);
  });
  least = Slot{};
  least.size = static_cast<std::uint32_t>(text.size());
  std::memcpy(least.text.data(), text.data(), text.size());
  return least;
}

void SlowStatements::slow(std::string_view text, std::chrono::microseconds took) noexcept {
  try {
    const auto line = shortened(text);
    const auto now = clock_.now().time_since_epoch().count();
    const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0));
    const Lock lock(*this);
    Slot& slot = slot_for(line);
    ++slot.times;
    slot.longest = std::max(slot.longest, time);
    slot.total += time;
    slot.last = now;
  } catch (const std::exception&) {
    // A figure that is missing is no reason for a request to fail.
  }
}

std::vector<SlowStatement> SlowStatements::all() {
  using std::chrono::microseconds;
  std::vector<SlowStatement> found;
  {
    const Lock lock(*this);
    for (const Slot& slot : table_->slots) {
      if (slot.times == 0) continue;
      found.push_back({std::string(slot.view()), slot.times, microseconds(slot.longest), microseconds(slot.total),
                       Time(microseconds(slot.last))});
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.longest > b.longest; });
  return found;
}

}  // namespace callboard::host
