// Which of a worker's threads wait for requests. All could, but then nearly every request would wake one
// that sleeps, while another is just about to ask for the next: a context switch for each request.
// So only a few have a turn; the others are parked until somebody gives his up because he has to wait,
// or is found stuck. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>

#include "callboard/turn.hpp"
#include "fcgi/parking.hpp"

namespace callboard::host {

class Turns {
 public:
  explicit Turns(unsigned turns) : turns_(static_cast<int>(turns)), free_(turns) {}

  // One thread's part in it; lives on that thread. A turn that is held goes back at the end.
  class Holder : public Turn {
   public:
    explicit Holder(Turns& turns);
    ~Holder() override;
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    // Returns with a turn, after waiting for one if need be.
    void take();
    // Around each request.
    void begin_request();
    void end_request();
    void give_up() noexcept override;

   private:
    Turns& turns_;
    bool has_turn_ = false;
    bool serving_ = false;
  };

  // To be called at regular intervals: where all turns were with requests since the last call and none
  // was begun, one more thread gets a turn, for as long as that lasts.
  void relieve();

 private:
  bool retire_surplus();

  static constexpr int kMost = 4096;
  const int turns_;
  Parking free_;
  std::atomic<int> surplus_ = 0;          // turns that relieve() added
  std::atomic<int> serving_ = 0;          // turns that are with a request
  std::atomic<std::uint64_t> begun_ = 0;  // requests
  std::uint64_t begun_before_ = 0;        // at the last relieve()
};

}  // namespace callboard::host
