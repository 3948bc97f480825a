// What saves and imports plays, on a site in Moscow.
#pragma once

#include "callboard/local_time.hpp"
#include "callboard/testing/remembering_media_store.hpp"
#include "callboard/testing/request_builder.hpp"
#include "plays_fixture.hpp"
#include "record_editing.hpp"

namespace theatre_admin {

using callboard::testing::RememberingMediaStore;

class EmptySearchIndex : public SearchIndex {
 public:
  void put(Transaction&, std::string_view record, std::int64_t id, const std::vector<std::string>& texts) override {
    words[std::string(record) + " " + std::to_string(id)] = texts;
  }
  void remove(Transaction&, std::string_view, std::int64_t) override {}
  SearchCondition condition(Transaction&, std::string_view, std::string_view, std::string_view) override { return {}; }

  std::map<std::string, std::vector<std::string>> words;
};

class EditingTest : public PlaysTest {
 protected:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  RecordEditing editing() { return {database(), site_, info_, saving_}; }

  static SentForm form(const AdminResource& resource, const Fields& fields) {
    return read_form(RequestBuilder(Method::Post, "/").form(fields).build()->form(), resource.fields);
  }
  Edited create(const AdminResource& resource, const Fields& fields) {
    return editing().create({by_, *request_}, resource, form(resource, fields));
  }
  Edited change(const AdminResource& resource, std::int64_t id, const Fields& fields) {
    return editing().change({by_, *request_}, resource, id, form(resource, fields));
  }
  static std::string fault(const Edited& edited, const std::string& field) {
    const auto found = edited.faults.all().find(field);
    return found == edited.faults.all().end() ? "" : found->second.english();
  }
  // What the play needs at least.
  static Fields play(const Fields& more = {}) {
    Fields fields{{"title", "Hamlet"}, {"starts_at", "2026-11-21T18:30"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
  }
  static std::int64_t moscow(const std::string& local) {
    return time_from_local(local, "Europe/Moscow")->time_since_epoch().count();
  }

  using RequestBuilder = callboard::testing::RequestBuilder;
  const std::shared_ptr<Request> request_ = RequestBuilder().build();
  Visitor by_ = person();
  callboard::testing::FixedSite info_;
  callboard::testing::RecordingAuditLog audit_;
  EmptySearchIndex search_;
  RememberingMediaStore media_;
  RecordSaving saving_{audit_, search_, media_};

 private:
  static Visitor person() {
    Visitor visitor;
    visitor.kind = Visitor::Kind::Person;
    visitor.user = UserId{7};
    visitor.roles = {"admin"};
    return visitor;
  }
};

}  // namespace theatre_admin
