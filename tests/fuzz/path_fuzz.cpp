// Request targets: decoding, routing, the query, and redirects that a target may be used for.
#include "callboard/encoding.hpp"
#include "callboard/testing/request_builder.hpp"
#include "fuzz.hpp"
#include "http/router.hpp"

using namespace callboard;

namespace {

void add_routes(host::Router& router) {
  auto& routes = router.group("fuzz", ErrorShape::Page);
  const auto nothing = [](const Request&, const Visitor&) { return Response(); };
  for (const char* pattern :
       {"/", "/a", "/a/{id:int}", "/a/{name}", "/a/new", "/a/{x}/b/{y}", "/{any}/c", "/a/b/c/d"}) {
    routes.get(pattern, everyone, nothing);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto* router = [] {
    auto* made = new host::Router;
    add_routes(*made);
    return made;
  }();
  const std::string target(fuzz::text_of(data, size));
  if (is_same_site_path(target)) {
    fuzz::promise(target[0] == '/' && !target.starts_with("//"), "a path of this site names no other");
  }
  fuzz::may_refuse([&] {
    Request request(testing::RequestBuilder(Method::Get, target).head());
    for (const auto& segment : request.segments()) {
      fuzz::promise(is_utf8(segment) && !has_control_characters(segment), "segments are clean text");
      fuzz::promise(segment != "." && segment != "..", "no segment leads upwards");
    }
    const auto match = router->match(Method::Get, request.segments());
    for (const auto& [name, value] : match.parameters) fuzz::promise(!value.empty(), "no parameter is empty");
    (void)request.query("q");
  });
  return 0;
}
