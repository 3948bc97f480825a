#include "fcgi/dispatcher.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace callboard::host {
namespace {

// What an epoll event points to when it is no connection.
const char kListener = 0;
const char kDone = 0;

// A burst is left to the other workers too.
constexpr std::size_t kAcceptedAtOnce = 16;

UniqueFd checked(int fd, const char* call) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), call);
  return UniqueFd(fd);
}

// A request that keeps its thread longer than this, and did not say so, is replaced by another thread.
constexpr std::chrono::milliseconds kReliefAfter{10};

// Two at least: one that computes must not hold up the others until relief comes.
unsigned turns_for(unsigned threads) {
  return std::clamp(std::thread::hardware_concurrency(), 2U, std::max(2U, threads));
}

timeval time_value(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  return {seconds.count(), std::chrono::microseconds(time - seconds).count()};
}

// The socket stays blocking: libfcgi silently cuts bodies short on a non-blocking one.
void configure(int fd, std::chrono::milliseconds io_timeout) {
  const timeval limit = time_value(io_timeout);
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

bool is_tcp(int fd) {
  int domain = 0;
  socklen_t size = sizeof(domain);
  return ::getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain != AF_UNIX;
}

bool control(int epoll, int operation, int fd, std::uint32_t events, const void* target) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = const_cast<void*>(target);
  return ::epoll_ctl(epoll, operation, fd, &event) == 0;
}

}  // namespace

Dispatcher::Dispatcher(int listener, DispatcherOptions options, Answer answer, Refuse refuse, Log& log)
    : listener_(listener),
      options_(options),
      answer_(std::move(answer)),
      refuse_(std::move(refuse)),
      log_(log),
      turns_(turns_for(options.threads)),
      exchange_(answer_, refuse_, log_,
                ExchangeLimits{.head = options.head, .head_time = options.io_timeout, .body = options.body}),
      epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      done_(checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {
  initialise_libfcgi();
  control(epoll_.get(), EPOLL_CTL_ADD, done_.get(), EPOLLIN, &kDone);
}

Dispatcher::~Dispatcher() {
  stop();
  for (std::thread& thread : threads_) thread.join();
  {
    const std::lock_guard lock(house_mutex_);
    house_ends_ = true;
  }
  house_wakes_.notify_all();
  if (housekeeper_.joinable()) housekeeper_.join();
}

void Dispatcher::start() {
  watch_listener();
  for (unsigned i = 0; i < std::max(1U, options_.threads); ++i) threads_.emplace_back([this] { work(); });
  housekeeper_ = std::thread([this] { keep_house(); });
}

void Dispatcher::stop() {
  stopping_ = true;
  stop_listening();
  connections_.shut_idle();
  finishing_ = true;
  end_if_done();
}

void Dispatcher::drain() {
  stop_listening();
  finishing_ = true;
  end_if_done();
}

bool Dispatcher::wait(std::chrono::milliseconds limit) {
  pollfd waiting{done_.get(), POLLIN, 0};
  return ::poll(&waiting, 1, static_cast<int>(limit.count())) == 1;
}

void Dispatcher::work() {
  ::pthread_setname_np(::pthread_self(), "request");
  Turns::Holder turn(turns_);
  for (;;) {
    turn.take();
    epoll_event event{};
    if (::epoll_wait(epoll_.get(), &event, 1, -1) != 1) continue;
    if (event.data.ptr == &kDone) return;
    if (event.data.ptr == &kListener) {
      accept_some(kAcceptedAtOnce);
      continue;
    }
    turn.begin_request();
    serve(*static_cast<Connection*>(event.data.ptr));
    turn.end_request();
  }
}

void Dispatcher::serve(Connection& connection) {
  { const std::lock_guard last_owner_has_gone(connection.handing_over()); }
  const Exchange::Outcome outcome = exchange_.serve(connection);
  if (outcome != Exchange::Outcome::KeepOpen) return close(connection);
  connection.enter(Connection::Phase::Idle, Connection::Clock::now() + options_.idle_timeout);
  // In this order: either this thread sees that the dispatcher stops, or stop() sees an idle connection.
  if (stopping_) return close(connection);
  if (!arm(connection, EPOLL_CTL_MOD)) close(connection);
}

// Once it is true another thread may have the connection, so the caller must not touch it again.
bool Dispatcher::arm(Connection& connection, int operation) {
  const std::lock_guard lock(connection.handing_over());
  return control(epoll_.get(), operation, connection.socket(), EPOLLIN | EPOLLONESHOT, &connection);
}

void Dispatcher::accept_some(std::size_t most) {
  const std::lock_guard lock(accepting_);
  while (most > 0 && listening_ && !paused_ && accept_one()) --most;
}

// False: nobody waits, or nobody can be taken.
bool Dispatcher::accept_one() {
  if (connections_.size() >= options_.connections) {
    pause_listening();
    return false;
  }
  UniqueFd socket(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
  if (!socket) {
    if (errno == EINTR || errno == ECONNABORTED) return true;
    // Short of descriptors or memory, the listener would be reported readable over and over.
    if (errno != EAGAIN && errno != EWOULDBLOCK) pause_listening();
    return false;
  }
  admit(std::move(socket));
  return true;
}

void Dispatcher::admit(UniqueFd socket) {
  UniqueFd for_library(::fcntl(socket.get(), F_DUPFD_CLOEXEC, 0));
  if (!for_library) return pause_listening();
  configure(socket.get(), options_.io_timeout);
  if (is_tcp(socket.get())) {
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  Connection& connection = connections_.add(std::move(socket), std::move(for_library));
  connection.enter(Connection::Phase::Idle, Connection::Clock::now() + options_.idle_timeout);
  if (!arm(connection, EPOLL_CTL_ADD)) connections_.remove(connection);
}

// EPOLLEXCLUSIVE: of the workers that share the socket, one is woken for a connection, not all.
void Dispatcher::watch_listener() {
  const std::lock_guard lock(accepting_);
  if (ended_listening_) return;
  if (!control(epoll_.get(), EPOLL_CTL_ADD, listener_, EPOLLIN | EPOLLEXCLUSIVE, &kListener)) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
  listening_ = true;
}

void Dispatcher::pause_listening() {
  if (paused_) return;
  paused_ = true;
  control(epoll_.get(), EPOLL_CTL_DEL, listener_, 0, nullptr);
}

void Dispatcher::resume_listening() {
  const std::lock_guard lock(accepting_);
  if (!paused_ || !listening_ || connections_.size() >= options_.connections) return;
  paused_ = !control(epoll_.get(), EPOLL_CTL_ADD, listener_, EPOLLIN | EPOLLEXCLUSIVE, &kListener);
}

void Dispatcher::stop_listening() {
  const std::lock_guard lock(accepting_);
  ended_listening_ = true;
  if (!listening_) return;
  if (!paused_) control(epoll_.get(), EPOLL_CTL_DEL, listener_, 0, nullptr);
  // The wake-up for a connection that waits now may have gone to this process alone.
  while (!paused_ && accept_one()) {
  }
  listening_ = false;
}

void Dispatcher::close(Connection& connection) {
  const std::size_t left = connections_.remove(connection);
  if (left + 1 >= options_.connections) resume_listening();
  if (left == 0) end_if_done();
}

void Dispatcher::end_if_done() {
  if (!finishing_ || connections_.size() > 0) return;
  // Nobody reads it, so every thread finds it readable.
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(done_.get(), &one, sizeof(one));
}

void Dispatcher::keep_house() {
  const auto shortest = std::min(options_.io_timeout, options_.idle_timeout) / 4;
  const auto pause =
      std::clamp<std::chrono::milliseconds>(shortest, std::chrono::milliseconds(10), std::chrono::seconds(1));
  auto next = Connection::Clock::now() + pause;
  std::unique_lock lock(house_mutex_);
  while (!house_wakes_.wait_for(lock, kReliefAfter, [this] { return house_ends_; })) {
    turns_.relieve();
    const auto now = Connection::Clock::now();
    if (now < next) continue;
    next = now + pause;
    connections_.shut_overdue(now);
    resume_listening();
  }
}

}  // namespace callboard::host
