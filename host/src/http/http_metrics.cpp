#include "http/http_metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace callboard::host {
namespace {

constexpr std::string_view kRequests = "Requests answered, by class of status.";
constexpr std::string_view kDuration = "Time to answer a request, in microseconds.";

}  // namespace

HttpMetrics::HttpMetrics(Metrics& metrics)
    : total_(metrics.counter("callboard_http_request_duration_microseconds_count", kDuration)),
      sum_(metrics.counter("callboard_http_request_duration_microseconds_sum", kDuration)) {
  for (std::size_t i = 0; i < by_class_.size(); ++i) {
    by_class_[i] = &metrics.counter(fmt::format("callboard_http_requests_total{{status=\"{}xx\"}}", i + 1), kRequests);
  }
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    const auto bound = i < kBounds.size() ? std::to_string(kBounds[i]) : "+Inf";
    buckets_[i] = &metrics.counter(
        fmt::format("callboard_http_request_duration_microseconds_bucket{{le=\"{}\"}}", bound), kDuration);
  }
}

// Buckets are cumulative: each counts all that was at least as quick.
void HttpMetrics::count(HttpStatus status, std::chrono::microseconds took) {
  const auto status_class = static_cast<std::size_t>(std::clamp(code_of(status) / 100, 1, 5));
  by_class_[status_class - 1]->add();
  const auto first = std::lower_bound(kBounds.begin(), kBounds.end(), took.count()) - kBounds.begin();
  for (auto i = static_cast<std::size_t>(first); i < buckets_.size(); ++i) buckets_[i]->add();
  total_.add();
  sum_.add(static_cast<std::uint64_t>(std::max<long>(0, took.count())));
}

}  // namespace callboard::host
