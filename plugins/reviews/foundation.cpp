#include "foundation.hpp"

#include "reviews_admin.hpp"
#include "sql_review_lists.hpp"
#include "totals_command.hpp"

namespace reviews {

using namespace callboard;

Foundation::Foundation(Registrar& host)
    : database_(host.database()),
      published_(database_, kinds_, host.people()),
      reporting_(database_, host.clock()),
      writing_(database_, kinds_, host.clock()),
      mails_({kinds_, host.site(), host.people(), host.mailer(), host.log()}),
      moderation_({database_, kinds_, host.clock(), host.audit(), host.people(), mails_}),
      data_(kinds_),
      demo_({database_, kinds_, host.people(), host.clock()}),
      public_pages_({host.view(), published_, reporting_, host.rate_limiter()}),
      author_pages_(host.view(), writing_, host.rate_limiter()) {}

void Foundation::register_with(Registrar& host) {
  host.provide<Reviews>(published_);
  host.menu({_("Reviews"), "/reviews", everyone, 30});
  host.home_panel({"reviews/home_panel", 40, [this](const Visitor& v) { return public_pages_.home_panel(v); }});
  host.personal_data(data_.part());
  host.command(
      {"reviews check", "hold the ratings against the reviews they are made of; --rebuild makes them anew",
       [this](const auto& arguments, auto& out, auto& err) { return check_totals(database_, arguments, out, err); }});
  public_pages_.add_routes(host.routes());
  author_pages_.add_routes(host.routes());
  add_administration(host);
  host.when_all_registered([this](Registrar& all) { add_what_needs_others(all); });
}

void Foundation::add_administration(Registrar& host) {
  host.admin_resource(reviews_resource(database_.engine()));
  host.admin_resource(decisions_resource());
  host.pending_work({_("Reviews to decide"), "/admin/reviews", 40,
                     [](Transaction& tx) { return SqlReviewLists::count_pending(tx); }});
  host.pending_work({_("Reported reviews"), "/admin/reviews?show=reported", 41,
                     [](Transaction& tx) { return SqlReviewLists::count_reported(tx); }});
}

void Foundation::add_what_needs_others(Registrar& all) {
  all.demo([this] { return demo_.load(); });
  auto* pages = all.find<theatre_admin::AdminPages>();
  if (!pages) return;
  pages->section({_("Reviews"), "/admin/reviews", 40, {}});
  moderation_pages_.emplace(moderation_, *pages).add_routes(all.routes());
}

}  // namespace reviews
