#include <optional>

#include <callboard/plugin.hpp>

#include "album_pages.hpp"
#include "demo.hpp"
#include "foundation.hpp"
#include "gallery_pages.hpp"
#include "item_pages.hpp"
#include "items.hpp"
#include "own_data.hpp"
#include "portfolio_admin.hpp"
#include "processing.hpp"
#include "sql_albums.hpp"
#include "tus_api.hpp"
#include "upload_pages.hpp"
#include "uploads.hpp"
#include "viewing.hpp"

namespace portfolio {

using namespace callboard;

class PortfolioPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"portfolio", "1.0", {"accounts"}}; }

  void register_with(Registrar& host) override {
    auto& base = foundation_.emplace(host);
    photos_.emplace(base.pictures, base.media, base.settings);
    items_.emplace(Items::Parts{base.database, base.clock, base.media, base.search, base.limits()});
    uploads_.emplace(Uploads::Parts{base.database, base.clock, base.partial_files, base.media, base.search,
                                    base.limits(), base.settings.upload_life});
    viewing_.emplace(base.database, base.clock);
    processing_.emplace(Processing::Parts{base.settings, base.database, base.clock, base.log, base.media,
                                          base.partial_files, base.videos, *photos_});
    admin_.emplace(base);
    demo_.emplace(Demo::Parts{base, *items_, *photos_, *uploads_, *processing_});
    add_pages(host);
    add_services(host);
  }

 private:
  void add_pages(Registrar& host) {
    host.menu({_("My portfolio"), "/portfolio", signed_in, 40});
    gallery_pages_.emplace(*foundation_, *viewing_).add_routes(host.routes());
    item_pages_.emplace(*foundation_, *items_, *uploads_, *photos_).add_routes(host.routes());
    upload_pages_.emplace(*foundation_).add_routes(host.routes());
    album_pages_.emplace(*foundation_).add_routes(host.routes());
    tus_.emplace(*foundation_, *uploads_).add_routes(host.routes(ErrorShape::Message));
    host.admin_resource(admin_->items());
    host.admin_resource(admin_->storage());
  }

  void add_services(Registrar& host) {
    host.job({"process", std::chrono::seconds(2), [this] { processing_->run(); }});
    host.job({"uploads", std::chrono::seconds(30), [this] { uploads_->sweep(); }});
    host.job({"links", std::chrono::hours(1), [this] { erase_expired_links(); }});
    host.personal_data(own_data(*foundation_));
    host.demo([this] {
      demo_->load();
      return nlohmann::json::object();
    });
    host.when_all_registered([this](Registrar& all) { foundation_->shows = all.find<theatre_admin::ShowTitles>(); });
  }

  void erase_expired_links() {
    foundation_->database.transact([this](Transaction& tx) { SqlLinks::erase_expired(tx, foundation_->clock.now()); });
  }

  std::optional<Foundation> foundation_;
  std::optional<Photos> photos_;
  std::optional<Items> items_;
  std::optional<Uploads> uploads_;
  std::optional<Viewing> viewing_;
  std::optional<Processing> processing_;
  std::optional<PortfolioAdmin> admin_;
  std::optional<Demo> demo_;
  std::optional<GalleryPages> gallery_pages_;
  std::optional<ItemPages> item_pages_;
  std::optional<UploadPages> upload_pages_;
  std::optional<AlbumPages> album_pages_;
  std::optional<TusApi> tus_;
};

}  // namespace portfolio

CALLBOARD_PLUGIN(portfolio::PortfolioPlugin)
