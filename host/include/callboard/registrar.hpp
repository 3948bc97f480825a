// What a plugin gets to register itself with, once, at start. The references it hands out live as
// long as the process, but the registrar itself only until register_with() returns: a handler keeps
// `host.database()`, never `host`. Nothing may do I/O while registering, the database included.
#pragma once

#include <chrono>
#include <functional>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "callboard/admin.hpp"
#include "callboard/api.hpp"
#include "callboard/audit.hpp"
#include "callboard/config.hpp"
#include "callboard/crypto.hpp"
#include "callboard/database.hpp"
#include "callboard/media.hpp"
#include "callboard/partial_files.hpp"
#include "callboard/people.hpp"
#include "callboard/personal_data.hpp"
#include "callboard/pictures.hpp"
#include "callboard/rate_limiter.hpp"
#include "callboard/router.hpp"
#include "callboard/search.hpp"
#include "callboard/services.hpp"
#include "callboard/site.hpp"
#include "callboard/upkeep.hpp"
#include "callboard/videos.hpp"
#include "callboard/view.hpp"

namespace callboard {

// Work beside requests, run by the jobs process of one host at a time (a lease in the database).
struct Job {
  std::string name;  // unique within the plugin
  std::chrono::seconds every{60};
  std::function<void()> run;  // what it throws is logged; it is called again next time
};

struct MenuEntry {
  Text label;
  std::string url;
  Access access = everyone;  // shown to those who may open it
  int order = 100;           // smaller is further left
};

// `callboard NAME …`. A name has one word or more, so that several plugins can bring a part of one command ("import
// users", "import keys"); `arguments` are what follows it. The exit code is 0 for done, 1 for a failure that was
// explained on `err`.
struct Command {
  std::string name;
  std::string help;
  std::function<int(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err)> run;
};

// A part of the home page. Returns the data for the template, or null to stay out this time.
struct HomePanel {
  std::string page;  // "courses/home_panel"
  int order = 100;
  std::function<nlohmann::json(const Visitor&)> data;
};

class CALLBOARD_API Registrar {
 public:
  virtual ~Registrar();

  virtual Routes& routes(ErrorShape errors = ErrorShape::Page) = 0;
  virtual void authenticator(Authenticator& authenticator) = 0;
  virtual void job(Job job) = 0;
  virtual void menu(MenuEntry entry) = 0;
  virtual void home_panel(HomePanel panel) = 0;
  virtual void command(Command command) = 0;
  // Fills an empty database with something worth looking at. What it returns is merged into the
  // development stack's site.json (accounts to sign in with, tokens). Must be safe to run twice.
  virtual void demo(std::function<nlohmann::json()> load) = 0;
  // What this plugin keeps about a person.
  virtual void personal_data(PersonalData part) = 0;
  // Records that administrators manage, and what the dashboard shows of this plugin.
  virtual void admin_resource(AdminResource resource) = 0;
  virtual void pending_work(PendingWork work) = 0;
  virtual void dashboard_plot(DashboardPlot plot) = 0;
  // Of the plugin that has the accounts; the first one counts.
  virtual void people_names(const PeopleNames& names) = 0;

  // To be called when all plugins have registered, with a registrar that may be used like this one until it returns:
  // for whoever makes routes of what others declared.
  virtual void when_all_registered(std::function<void(Registrar&)> work) = 0;

  virtual const Config& config() = 0;
  virtual Database& database() = 0;
  virtual View& view() = 0;
  virtual Clock& clock() = 0;
  virtual Log& log() = 0;
  virtual Mailer& mailer() = 0;
  virtual Metrics& metrics() = 0;
  virtual RateLimiter& rate_limiter() = 0;
  virtual AuditLog& audit() = 0;
  virtual MediaStore& media() = 0;
  virtual PartialFiles& partial_files() = 0;
  virtual Pictures& pictures() = 0;
  virtual Videos& videos() = 0;
  virtual SearchIndex& search() = 0;
  virtual Site& site() = 0;
  virtual DatabaseUpkeep& upkeep() = 0;
  // Complete once all plugins have registered.
  virtual const PeoplesData& peoples_data() = 0;
  virtual const PeopleNames& people() = 0;
  virtual const AdminSite& admin_site() = 0;
  // Keys for this plugin's `purpose` ("totp"), the same in every process and on every host of the site.
  virtual Keys keys(std::string_view purpose) = 0;

  // Services between plugins. An interface has `static constexpr std::string_view kService =
  // "courses.catalogue/1"`: name and version are the contract, not RTTI. The service must outlive
  // the plugin that provides it, which is as long as the process lives.
  template <typename Service>
  void provide(Service& service) {
    provide_named(Service::kService, &service);
  }
  // Throws std::runtime_error where no plugin before this one (see `needs`) provided it.
  template <typename Service>
  Service& require() {
    if (void* found = find_named(Service::kService)) return *static_cast<Service*>(found);
    throw std::runtime_error("no plugin provides the service " + std::string(Service::kService));
  }
  // Null where nobody provides it.
  template <typename Service>
  Service* find() {
    return static_cast<Service*>(find_named(Service::kService));
  }

 protected:
  virtual void provide_named(std::string_view name, void* service) = 0;
  virtual void* find_named(std::string_view name) = 0;
};

}  // namespace callboard
