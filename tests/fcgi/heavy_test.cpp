// Heavy requests on a dispatcher: with threads of their own they hold up nobody.
#include "http/heavy_places.hpp"
#include "served.hpp"

namespace callboard::host {
namespace {

class HeavyRequests : public Served {
 protected:
  // As serve.cpp does it: as many threads more as there are places.
  void serve_with_places(unsigned threads, unsigned heavy) {
    places_.emplace(heavy);
    serve({.threads = threads + heavy}, [this](Request& request) {
      if (request.path() != "/gate") return site(request);
      try {
        const auto place = places_->take();
        return site(request);
      } catch (const Unavailable& error) {
        return Response::text(error.what(), error.status());
      }
    });
  }

  std::optional<HeavyPlaces> places_;
};

TEST_F(HeavyRequests, HoldUpNoOthersWhenAllTheirPlacesAreTaken) {
  constexpr int kPlaces = 6;
  serve_with_places(1, kPlaces);
  std::vector<std::jthread> heavy;
  for (int i = 0; i < kPlaces; ++i) heavy.emplace_back([this] { EXPECT_EQ(client().get("/gate").status, 200); });
  gate_.await(kPlaces);
  EXPECT_EQ(client().get("/gate").status, 503);
  for (int i = 0; i < 50; ++i) ASSERT_EQ(client().get("/").status, 200) << i;
  gate_.open();
}

}  // namespace
}  // namespace callboard::host
