// A counting semaphore that wakes one waiting thread for each release. std::counting_semaphore of libstdc++ 12 wakes
// all of them (its `_M_release` says so), and each spins before it sleeps again: with the hundred threads of a worker
// that cost more than half of the processor wherever requests wait for MariaDB. Thread-safe.
#pragma once

#include <semaphore.h>

#include <cerrno>

namespace callboard::host {

class Parking {
 public:
  explicit Parking(unsigned free) { ::sem_init(&places_, 0, free); }
  ~Parking() { ::sem_destroy(&places_); }
  Parking(const Parking&) = delete;
  Parking& operator=(const Parking&) = delete;

  void acquire() noexcept {
    while (::sem_wait(&places_) != 0 && errno == EINTR) {
    }
  }
  void release() noexcept { ::sem_post(&places_); }

 private:
  sem_t places_{};
};

}  // namespace callboard::host
