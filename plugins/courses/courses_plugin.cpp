#include <optional>

#include <callboard/plugin.hpp>

#include "catalogue_part.hpp"
#include "enrolment_part.hpp"
#include "teaching_part.hpp"

namespace courses {

using namespace callboard;

class CoursesPlugin : public Plugin {
 public:
  PluginInfo info() const override { return {"courses", "1.0"}; }

  void register_with(Registrar& host) override {
    foundation_.emplace(host);
    host.when_all_registered([this](Registrar& all) { foundation_->holders.ask(all.find<accounts::Roles>()); });
    catalogue_.emplace(host, *foundation_);
    enrolment_.emplace(host, *foundation_);
    catalogue_->offer_places_by(enrolment_->changes());
    teaching_.emplace(host, *foundation_, enrolment_->decisions(), enrolment_->rows());
  }

 private:
  std::optional<Foundation> foundation_;
  std::optional<CataloguePart> catalogue_;
  std::optional<EnrolmentPart> enrolment_;
  std::optional<TeachingPart> teaching_;
};

}  // namespace courses

CALLBOARD_PLUGIN(courses::CoursesPlugin)
