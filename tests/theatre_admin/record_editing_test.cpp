#include "record_editing.hpp"

#include "callboard/testing/query_plan.hpp"
#include "editing_fixture.hpp"

namespace theatre_admin {
namespace {

using callboard::testing::not_indexed;
using callboard::testing::query_plan;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using EditOutcome = Edited::Outcome;

class RecordEditingTest : public EditingTest {};
CALLBOARD_ON_BOTH_ENGINES(RecordEditingTest);

TEST_P(RecordEditingTest, MakesARecordOfWhatAScriptSends) {
  const auto made = create(plays(), play());
  ASSERT_EQ(made.outcome, EditOutcome::Saved);
  const auto record = *find(plays(), made.id);
  EXPECT_EQ(record["title"], "Hamlet");
  EXPECT_EQ(record["starts_at"], moscow("2026-11-21T18:30"));
  EXPECT_EQ(record["genre"], "drama");  // what the form begins with
  EXPECT_EQ(record["open"], false);
  EXPECT_EQ(record["seats"], nullptr);
  EXPECT_EQ(version_of(record), 1);
  const auto id = std::to_string(made.id);
  EXPECT_THAT(audit_.actions(), ElementsAre("created test_play " + id));
  EXPECT_EQ(search_.words["test_play " + id], std::vector<std::string>{"Hamlet"});
}

TEST_P(RecordEditingTest, StoresEachKindOfField) {
  const auto hall = add_hall("Малая сцена");
  const auto made = create(plays(), play({{"genre", "comedy"},
                                          {"open", "1"},
                                          {"seats", " 120 "},
                                          {"hall", "Малая сцена"},
                                          {"premiere", "2026-02-28"},
                                          {"notes", "Один\r\nдва\r\n"}}));
  ASSERT_EQ(made.outcome, EditOutcome::Saved);
  const auto record = *find(plays(), made.id);
  EXPECT_EQ(record["genre"], "comedy");
  EXPECT_EQ(record["open"], true);
  EXPECT_EQ(record["seats"], 120);
  EXPECT_EQ(record["hall"], hall);
  EXPECT_EQ(record["premiere"], "2026-02-28");
  EXPECT_EQ(record["notes"], "Один\nдва");
}

TEST_P(RecordEditingTest, NamesEachFault) {
  const auto made = create(plays(), {{"title", "  "},
                                     {"starts_at", "tomorrow"},
                                     {"genre", "opera"},
                                     {"open", "maybe"},
                                     {"seats", "501"},
                                     {"hall", "Nowhere"},
                                     {"premiere", "2026-02-30"},
                                     {"notes", std::string(1001, 'x')}});
  EXPECT_EQ(made.outcome, EditOutcome::Faults);
  EXPECT_EQ(fault(made, "title"), "This field is needed.");
  EXPECT_THAT(fault(made, "starts_at"), HasSubstr("no date and time"));
  EXPECT_EQ(fault(made, "genre"), "This is none of the choices.");
  EXPECT_EQ(fault(made, "open"), "Say yes or no.");
  EXPECT_EQ(fault(made, "seats"), "It must be at most 500.");
  EXPECT_EQ(fault(made, "hall"), "There is no “Nowhere”.");
  EXPECT_THAT(fault(made, "premiere"), HasSubstr("no date"));
  EXPECT_EQ(fault(made, "notes"), "It has 1001 characters; 1000 are possible.");
  EXPECT_TRUE(audit_.entries().empty());
}

TEST_P(RecordEditingTest, RefusesNumbersThatAreNone) {
  for (const auto* seats : {"12a", "1.5", "99999999999999999999", "0x10", "+"}) {
    EXPECT_EQ(fault(create(plays(), play({{"seats", seats}})), "seats"), "This is no whole number.") << seats;
  }
  EXPECT_EQ(fault(create(plays(), play({{"seats", "-1"}})), "seats"), "It must be at least 0.");
}

TEST_P(RecordEditingTest, CountsCharactersNotBytes) {
  std::string title;
  for (int i = 0; i < 100; ++i) title += "ж";
  EXPECT_EQ(create(plays(), {{"title", title}, {"starts_at", "2026-11-21T18:30"}}).outcome, EditOutcome::Saved);
  EXPECT_NE(fault(create(plays(), {{"title", title + "ж"}, {"starts_at", "2026-11-21T18:30"}}), "title"), "");
}

TEST_P(RecordEditingTest, RefusesControlCharactersButKeepsLines) {
  EXPECT_NE(fault(create(plays(), {{"title", "a\x01z"}, {"starts_at", "2026-11-21T18:30"}}), "title"), "");
  EXPECT_NE(fault(create(plays(), {{"title", "a\nz"}, {"starts_at", "2026-11-21T18:30"}}), "title"), "");
  EXPECT_NE(fault(create(plays(), play({{"notes", "a\x1bz"}})), "notes"), "");
  EXPECT_EQ(create(plays(), play({{"notes", "a\tz\nb"}})).outcome, EditOutcome::Saved);
}

TEST_P(RecordEditingTest, RefusesATimeThatClocksSkip) {
  info_.value.time_zone = "Europe/Berlin";
  const auto made = create(plays(), {{"title", "Hamlet"}, {"starts_at", "2026-03-29T02:30"}});
  EXPECT_EQ(fault(made, "starts_at"), "Clocks skip this time on that day. Choose another one.");
  EXPECT_EQ(create(plays(), {{"title", "Hamlet"}, {"starts_at", "2026-03-29T03:30:00"}}).outcome, EditOutcome::Saved);
}

TEST_P(RecordEditingTest, LeavesAnHourThatComesTwiceAsItIs) {
  info_.value.time_zone = "Europe/Berlin";
  const auto second = to_sql(*time_from_local("2026-10-25T01:30", "UTC"));  // 02:30 for the second time
  const auto id = add_play("Hamlet", second);
  EXPECT_EQ(change(plays(), id, {{"starts_at", "2026-10-25T02:30"}}).outcome, EditOutcome::Unchanged);
  EXPECT_EQ((*find(plays(), id))["starts_at"], second);
}

TEST_P(RecordEditingTest, FindsAReferenceByItsNumberOrItsExactTitle) {
  const auto hall = add_hall("Studio"), seventh = add_hall("7777");
  const auto hall_of = [&](const std::string& text) {
    return (*find(plays(), create(plays(), play({{"hall", text}})).id))["hall"];
  };
  EXPECT_EQ(hall_of("Studio"), hall);
  EXPECT_EQ(hall_of(std::to_string(hall)), hall);
  EXPECT_EQ(hall_of("7777"), seventh);
  EXPECT_NE(fault(create(plays(), play({{"hall", "studio"}})), "hall"), "");
  EXPECT_NE(fault(create(plays(), play({{"hall", "Studio' OR 1=1 --"}})), "hall"), "");
}

TEST_P(RecordEditingTest, RefusesAReferenceToADeletedRecord) {
  const auto hall = add_hall("Studio");
  database().transact([&](Transaction& tx) { tx.sql() << "DELETE FROM test_halls"; });
  const auto made = create(plays(), play({{"hall", std::to_string(hall)}}));
  EXPECT_EQ(fault(made, "hall"), "There is no “" + std::to_string(hall) + "”.");
}

TEST_P(RecordEditingTest, RefusesATitleThatSeveralHave) {
  add_play("Hamlet"), add_play("Hamlet");
  auto resource = halls_resource();
  resource.fields.push_back({.name = "play", .label = _("Play"), .kind = AdminKind::Reference, .resource = "plays"});
  EXPECT_THAT(fault(create(resource, {{"name", "Studio"}, {"play", "Hamlet"}}), "play"), HasSubstr("Several"));
}

TEST_P(RecordEditingTest, FindsATitleByItsIndex) {
  for (int i = 0; i < 300; ++i) add_play("Play " + std::to_string(i));
  const auto statement = SqlRecords::statement(plays(), {}, " AND t.title = :looked_for ORDER BY t.id LIMIT 2");
  EXPECT_EQ(not_indexed(query_plan(database(), statement, {{":looked_for", "'Play 7'"}})), "");
}

TEST_P(RecordEditingTest, RefusesFieldsThatAreNotInTheResource) {
  EXPECT_THROW(create(plays(), play({{"id", "7"}})), BadRequest);
  EXPECT_THROW(create(plays(), play({{"is_admin", "1"}})), BadRequest);
  EXPECT_THROW(create(plays(), play({{"keep_nothing", "theirs"}})), BadRequest);
  EXPECT_THROW(create(plays(), play({{"remove_title", "1"}})), BadRequest);
  EXPECT_THROW(create(plays(), play({{"title", "Twice"}})), BadRequest);
  auto resource = plays_resource();
  resource.fields[4].editable = false;
  EXPECT_THROW(create(resource, play({{"seats", "7"}})), BadRequest);
}

TEST_P(RecordEditingTest, ChangesOnlyWhatDiffers) {
  const auto id = add_play("The Seagull");
  const auto edited = change(plays(), id, {{"title", "The Cherry Orchard"}, {"genre", "drama"}, {"version", "1"}});
  EXPECT_EQ(edited.outcome, EditOutcome::Saved);
  EXPECT_EQ(version_of(*find(plays(), id)), 2);
  const auto entry = audit_.entries().at(0).entry;
  EXPECT_EQ(entry.action, "changed");
  ASSERT_EQ(entry.changes.size(), 1u);
  EXPECT_EQ(entry.changes[0].before + " → " + entry.changes[0].after, "The Seagull → The Cherry Orchard");
}

TEST_P(RecordEditingTest, LeavesTheVersionAloneWhereNothingDiffers) {
  const auto id = add_play("The Seagull");
  EXPECT_EQ(change(plays(), id, {{"title", "The Seagull"}}).outcome, EditOutcome::Unchanged);
  EXPECT_EQ(version_of(*find(plays(), id)), 1);
  EXPECT_TRUE(audit_.entries().empty());
}

TEST_P(RecordEditingTest, TellsABoxThatIsNotTickedFromOneThatWasNotSent) {
  const auto id = create(plays(), play({{"open", "1"}})).id;
  EXPECT_EQ(change(plays(), id, {{"title", "Other"}}).outcome, EditOutcome::Saved);
  EXPECT_EQ((*find(plays(), id))["open"], true);
  EXPECT_EQ(change(plays(), id, {{"title", "Other"}, {"form", "1"}}).outcome, EditOutcome::Saved);
  EXPECT_EQ((*find(plays(), id))["open"], false);
}

TEST_P(RecordEditingTest, RefusesALostUpdate) {
  const auto id = add_play("The Seagull");
  ASSERT_EQ(change(plays(), id, {{"title", "Theirs"}, {"version", "1"}}).outcome, EditOutcome::Saved);
  EXPECT_EQ(change(plays(), id, {{"title", "Mine"}, {"version", "1"}}).outcome, EditOutcome::Conflict);
  EXPECT_EQ((*find(plays(), id))["title"], "Theirs");
  EXPECT_EQ(change(plays(), id, {{"title", "Mine"}, {"version", "2"}}).outcome, EditOutcome::Saved);
  EXPECT_THROW(change(plays(), id, {{"title", "Mine"}, {"version", "2x"}}), BadRequest);
}

TEST_P(RecordEditingTest, LeavesTheirsWhereItIsChosen) {
  const auto id = add_play("Theirs");
  const auto edited =
      change(plays(), id, {{"title", "Mine"}, {"keep_title", "theirs"}, {"seats", "7"}, {"keep_seats", "mine"}});
  EXPECT_EQ(edited.outcome, EditOutcome::Saved);
  EXPECT_EQ((*find(plays(), id))["title"], "Theirs");
  EXPECT_EQ((*find(plays(), id))["seats"], 7);
}

TEST_P(RecordEditingTest, SaysThatARecordIsGone) {
  EXPECT_EQ(change(plays(), 4711, {{"title", "Mine"}}).outcome, EditOutcome::Gone);
  auto comedies = plays_resource();
  comedies.where = "t.genre = 'comedy'";
  EXPECT_EQ(change(comedies, add_play("A drama"), {{"title", "Mine"}}).outcome, EditOutcome::Gone);
}

TEST_P(RecordEditingTest, AsksTheRulesOfTheResource) {
  auto resource = plays_resource();
  resource.writes.check = [](Transaction&, const AdminCall&, const nlohmann::json& record, const auto& values) {
    Faults faults;
    if (values.value("seats", nlohmann::json()) == 13) faults.add("seats", _("Not thirteen."));
    EXPECT_EQ(record.is_null(), values.contains("title"));
    return faults;
  };
  EXPECT_EQ(fault(create(resource, play({{"seats", "13"}})), "seats"), "Not thirteen.");
  const auto id = add_play("Hamlet");
  EXPECT_EQ(fault(change(resource, id, {{"seats", "13"}}), "seats"), "Not thirteen.");
  EXPECT_EQ(version_of(*find(plays(), id)), 1);
}

TEST_P(RecordEditingTest, TakesBackWhatARefusedWriteDid) {
  auto resource = plays_resource();
  resource.writes.change = [](Transaction& tx, const AdminCall&, std::int64_t, const nlohmann::json&) {
    tx.sql() << "UPDATE test_plays SET title = 'half done'";
    throw AdminRefusal(_("The play is on tour."));
  };
  const auto id = add_play("Hamlet");
  const auto edited = change(resource, id, {{"title", "Other"}});
  EXPECT_EQ(edited.outcome, EditOutcome::Faults);
  EXPECT_EQ(edited.refusal.english(), "The play is on tour.");
  EXPECT_EQ((*find(plays(), id))["title"], "Hamlet");
  EXPECT_EQ(version_of(*find(plays(), id)), 1);
}

TEST_P(RecordEditingTest, TellsWhatTheSchemaRefuses) {
  add_hall("Studio");
  EXPECT_EQ(create(halls(), {{"name", "Studio"}}).refusal.english(), "There is one like this already.");
}

TEST_P(RecordEditingTest, LeavesTheLogToThoseWhoWriteItThemselves) {
  auto resource = plays_resource();
  resource.audited = true;
  EXPECT_EQ(create(resource, play()).outcome, EditOutcome::Saved);
  EXPECT_TRUE(audit_.entries().empty());
}

TEST_P(RecordEditingTest, NamesWhoseDataItIs) {
  auto resource = plays_resource();
  resource.person = [](const nlohmann::json& record) { return UserId{record["seats"].get<std::int64_t>()}; };
  const auto id = create(resource, play({{"seats", "9"}})).id;
  change(resource, id, {{"seats", "10"}});
  EXPECT_EQ(audit_.entries().at(0).entry.person, UserId{9});
  EXPECT_EQ(audit_.entries().at(1).entry.person, UserId{10});
}

TEST_P(RecordEditingTest, UsesAndReleasesPictures) {
  auto resource = plays_resource();
  resource.fields.push_back({.name = "picture", .label = _("Picture"), .kind = AdminKind::Picture});
  auto sent = form(resource, play());
  sent.pictures["picture"] = {"aa/poster", "image/webp", 6};
  const auto id = editing().create({by_, *request_}, resource, sent).id;
  EXPECT_EQ((*find(resource, id))["picture"], "aa/poster");
  SentForm removal;
  removal.pictures["picture"] = {};
  EXPECT_EQ(editing().change({by_, *request_}, resource, id, removal).outcome, EditOutcome::Saved);
  EXPECT_EQ((*find(resource, id))["picture"], "");
  EXPECT_EQ(editing().change({by_, *request_}, resource, id, removal).outcome, EditOutcome::Unchanged);
  const auto number = std::to_string(id);
  EXPECT_THAT(media_.uses, ElementsAre("test_play.picture " + number + " aa/poster", "no test_play.picture " + number));
}

}  // namespace
}  // namespace theatre_admin
