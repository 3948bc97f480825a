// Time: for limits, for the device's clock, and as the protocol writes it.
#ifndef CABINET_CLOCK_H
#define CABINET_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

// Milliseconds that only grow: what waiting is measured with.
int64_t monotonic_ms(void);
void pause_ms(int64_t milliseconds);

// The device's clock: that of the machine, and how far the server's is ahead of it.
struct device_clock {
  int64_t ahead_ms;
};

int64_t clock_now_ms(const struct device_clock* clock);
// Sets it by what the server said; a Date header has whole seconds, so it counts only where the clock is off by more.
void clock_heard(struct device_clock* clock, int64_t server_ms, int64_t precision_ms);

// "2026-11-21T08:00:00.123Z", 25 bytes.
void write_rfc3339(int64_t unix_ms, char out[25]);
// "Sat, 21 Nov 2026 08:00:00 GMT"; -1 where it is not that.
int64_t read_http_date(const char* text);

#endif
