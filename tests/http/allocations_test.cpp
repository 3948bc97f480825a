// What a request costs in allocations: a figure that creeps up unseen unless somebody counts.
#include <gmock/gmock.h>

#include <cstdlib>
#include <new>

#include "site.hpp"

// A sanitizer has operators of its own, which know more than these; there this file is empty.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {

thread_local long allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace callboard::host {
namespace {

long allocations_of_an_answer(TestSite& site, const RequestBuilder& builder, HttpStatus expected) {
  site.answer(builder);  // whatever is made once
  auto head = builder.head();
  const auto& body = *builder.source();
  testing::TextBody fresh(dynamic_cast<const testing::TextBody&>(body).text());
  const auto before = allocations;
  HttpStatus status;
  {
    Request request(std::move(head), &fresh);
    status = site.pipeline().answer(request).status();
  }
  EXPECT_EQ(status, expected);
  return allocations - before;
}

TEST(Allocations, OfAJsonEchoAreFew) {
  TestSite site;
  site.api().post("/echo", everyone,
                  [](const Request& request, const Visitor&) { return Response::json(request.json()); });
  const auto request = RequestBuilder(Method::Post, "/echo")
                           .header("Accept", "application/json")
                           .header("Accept-Language", "ru,en;q=0.5")
                           .json({{"serial", "12345ABC"}, {"key", "101"}});
  const auto count = allocations_of_an_answer(site, request, HttpStatus::Ok);
  RecordProperty("allocations", std::to_string(count));
  EXPECT_LE(count, 40);
}

}  // namespace
}  // namespace callboard::host

#endif
