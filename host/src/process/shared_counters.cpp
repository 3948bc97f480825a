#include "process/shared_counters.hpp"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace callboard::host {
namespace {

constexpr char kMagic[16] = "callboard-cnt-1";
constexpr std::string_view kDropped = "callboard_metrics_dropped_total";

bool is_name_character(char c, bool first) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (!first && c >= '0' && c <= '9');
}

// NAME or NAME{label="value",…}; what a label's value holds must not end its line.
void check_name(std::string_view name) {
  const auto brace = name.find('{');
  const std::string_view family = name.substr(0, brace);
  bool good = !family.empty() && name.size() <= SharedCounters::kLongestName;
  for (std::size_t i = 0; i < family.size(); ++i) good = good && is_name_character(family[i], i == 0);
  if (brace != std::string_view::npos) good = good && name.ends_with("\"}") && name.find('=') != std::string_view::npos;
  good = good && std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (!good) throw std::invalid_argument(fmt::format("no name of a counter: \"{}\"", name));
}

void copy_text(char* into, std::size_t size, std::string_view text) {
  const std::size_t length = std::min(text.size(), size - 1);
  std::memcpy(into, text.data(), length);
  into[length] = '\0';
}

std::string escaped_help(std::string_view help) {
  std::string text;
  for (const char c : help) {
    if (c == '\\')
      text += "\\\\";
    else if (c == '\n')
      text += "\\n";
    else
      text += c;
  }
  return text;
}

}  // namespace

struct SharedCounters::Table {
  struct Entry {
    std::atomic<std::uint64_t> value;
    char name[kLongestName + 1];
    char help[kLongestHelp + 1];
  };
  char magic[sizeof(kMagic)];
  std::uint64_t size;
  pthread_mutex_t adding;
  std::atomic<std::size_t> used;  // entries below it are complete and never change their names
  Entry entries[kMost];

  static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

  Entry* find(std::string_view name) {
    const std::size_t count = used.load(std::memory_order_acquire);
    for (std::size_t i = 0; i < count; ++i) {
      if (name == entries[i].name) return &entries[i];
    }
    return nullptr;
  }

  Entry& add(std::string_view name, std::string_view help) {
    const std::size_t next = used.load(std::memory_order_relaxed);
    if (next == kMost) return entries[0];
    copy_text(entries[next].name, sizeof(entries[next].name), name);
    copy_text(entries[next].help, sizeof(entries[next].help), help);
    entries[next].value = 0;
    used.store(next + 1, std::memory_order_release);
    return entries[next];
  }

  void initialise() {
    pthread_mutexattr_t attributes;
    ::pthread_mutexattr_init(&attributes);
    ::pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    ::pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    ::pthread_mutex_init(&adding, &attributes);
    ::pthread_mutexattr_destroy(&attributes);
    size = sizeof(Table);
    std::memcpy(magic, kMagic, sizeof(magic));
    add(kDropped, "Counts of counters that did not fit into the table.");
  }

  // Whoever dies while adding leaves an entry that does not count yet, so there is nothing to repair.
  class Lock {
   public:
    explicit Lock(pthread_mutex_t& mutex) : mutex_(mutex) {
      if (::pthread_mutex_lock(&mutex_) == EOWNERDEAD) ::pthread_mutex_consistent(&mutex_);
    }
    ~Lock() { ::pthread_mutex_unlock(&mutex_); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

   private:
    pthread_mutex_t& mutex_;
  };

  Entry& find_or_add(std::string_view name, std::string_view help) {
    if (Entry* const known = find(name)) return *known;
    const Lock lock(adding);
    if (Entry* const known = find(name)) return *known;
    return add(name, help);
  }
};

class SharedCounters::Handle : public Counter {
 public:
  explicit Handle(std::atomic<std::uint64_t>& value) : value_(value) {}
  void add(std::uint64_t n) override { value_.fetch_add(n, std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t>& value_;
};

// What this process has handed out; the addresses stay.
struct SharedCounters::Handles {
  std::mutex mutex;
  std::deque<Handle> all;
  std::unordered_map<std::string, Handle*> by_name;
};

SharedCounters::SharedCounters(UniqueFd fd, Table* table)
    : fd_(std::move(fd)), table_(table), handles_(std::make_unique<Handles>()) {}

SharedCounters::SharedCounters(SharedCounters&& other) noexcept
    : fd_(std::move(other.fd_)), table_(std::exchange(other.table_, nullptr)), handles_(std::move(other.handles_)) {}

SharedCounters::~SharedCounters() {
  if (table_ != nullptr) ::munmap(table_, sizeof(Table));
}

SharedCounters SharedCounters::create() {
  UniqueFd fd(::memfd_create("callboard-counters", MFD_CLOEXEC));
  if (!fd || ::ftruncate(fd.get(), sizeof(Table)) != 0) {
    throw std::system_error(errno, std::generic_category(), "memfd_create");
  }
  void* const memory = ::mmap(nullptr, sizeof(Table), PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  // The memory is zeros, which is what every member begins with.
  SharedCounters made(std::move(fd), static_cast<Table*>(memory));
  made.table_->initialise();
  return made;
}

SharedCounters SharedCounters::attach(UniqueFd fd) {
  struct stat info {};
  if (!fd || ::fstat(fd.get(), &info) != 0 || info.st_size != sizeof(Table)) return create();
  void* const memory = ::mmap(nullptr, sizeof(Table), PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
  if (memory == MAP_FAILED) return create();
  SharedCounters attached(std::move(fd), static_cast<Table*>(memory));
  const bool same =
      std::memcmp(attached.table_->magic, kMagic, sizeof(kMagic)) == 0 && attached.table_->size == sizeof(Table);
  return same ? std::move(attached) : create();
}

Counter& SharedCounters::counter(std::string_view name, std::string_view help) {
  check_name(name);
  const std::lock_guard lock(handles_->mutex);
  if (const auto known = handles_->by_name.find(std::string(name)); known != handles_->by_name.end())
    return *known->second;
  Table::Entry& entry = table_->find_or_add(name, help);
  // All names that do not fit share the handle of the dropped: names made up at run time stay bounded.
  Handle*& handle = handles_->by_name[entry.name];
  if (handle == nullptr) handle = &handles_->all.emplace_back(entry.value);
  return *handle;
}

std::atomic<std::uint64_t>& SharedCounters::number(std::string_view name, std::string_view help) {
  check_name(name);
  return table_->find_or_add(name, help).value;
}

std::string SharedCounters::prometheus() const {
  std::map<std::string_view, std::vector<const Table::Entry*>> families;
  const std::size_t count = table_->used.load(std::memory_order_acquire);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view name = table_->entries[i].name;
    families[name.substr(0, name.find('{'))].push_back(&table_->entries[i]);
  }
  std::string text;
  for (const auto& [family, entries] : families) {
    text += fmt::format("# HELP {} {}\n# TYPE {} counter\n", family, escaped_help(entries.front()->help), family);
    for (const auto* entry : entries) {
      text += fmt::format("{} {}\n", entry->name, entry->value.load(std::memory_order_relaxed));
    }
  }
  return text;
}

}  // namespace callboard::host
