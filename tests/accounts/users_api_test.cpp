#include <gmock/gmock.h>

#include "people_fixture.hpp"

namespace accounts {

using callboard::testing::RequestBuilder;
using nlohmann::json;

class UsersApiTest : public PeopleTest {
 protected:
  void SetUp() override {
    PeopleTest::SetUp();
    json_api_.emplace(JsonApi::Parts{*registration_, *sign_in_, *tokens_, *code_check_, true});
  }

  // "201 User created successfully", whether it was returned or thrown.
  template <typename Work>
  static std::string answer(const Work& work) {
    try {
      const Response response = work();
      return std::to_string(code_of(response.status())) + " " + std::string(json::parse(response.body()).at("message"));
    } catch (const Error& error) {
      return std::to_string(code_of(error.status())) + " " + error.public_text().english();
    }
  }
  static auto request(const json& body) { return RequestBuilder(Method::Post, "/").json(body).build(); }
  std::string do_register(const json& body) {
    return answer([&] { return json_api_->register_user(*request(body)); });
  }
  std::string login(const json& body) {
    return answer([&] { return json_api_->sign_in(*request(body)); });
  }
  std::string add(const json& body) {
    return answer([&] { return users_api_->add(*request(body), admin()); });
  }
  std::string change(const std::string& id, const json& body) {
    const auto built = request(body);
    built->set_parameters({{"id", id}});
    return answer([&] { return users_api_->change(*built, admin()); });
  }
  std::string remove(const std::string& id) {
    const auto built = RequestBuilder(Method::Delete, "/users/" + id).build();
    built->set_parameters({{"id", id}});
    return answer([&] { return users_api_->remove(*built, admin()); });
  }
  static std::string text(UserId id) { return std::to_string(to_sql(id)); }
  json listed() {
    const auto response = users_api_->list();
    std::string body;
    response.stream()([&](std::string_view piece) {
      body += piece;
      ++pieces_;
      return true;
    });
    return json::parse(body);
  }
  std::optional<JsonApi> json_api_;
  int pieces_ = 0;
};
CALLBOARD_ON_BOTH_ENGINES(UsersApiTest);

TEST_P(UsersApiTest, RegistersWithTheExactReplies) {
  EXPECT_EQ(do_register({{"username", "masha"}, {"password", kPassword}}), "201 User created successfully");
  EXPECT_EQ(do_register({{"username", "MASHA"}, {"password", kPassword}}), "400 User already exists");
  EXPECT_EQ(do_register({{"username", "dasha"}, {"password", kPassword}, {"email", "d@mail.example"}}),
            "201 User created successfully");
  EXPECT_EQ(do_register({{"username", "sasha"}, {"password", kPassword}, {"email", "D@mail.example"}}),
            "400 User already exists");
}

TEST_P(UsersApiTest, RefusesFieldsThatDoNotHoldAndStoresNothing) {
  for (const json& body :
       {json::object(), json{{"username", "masha"}}, json{{"password", kPassword}},
        json{{"username", 12345}, {"password", kPassword}}, json{{"username", true}, {"password", kPassword}},
        json{{"username", "masha"}, {"password", 12345678}}, json{{"username", nullptr}, {"password", kPassword}},
        json{{"username", "    "}, {"password", kPassword}},
        json{{"username", "\u00A0\u00A0\u00A0\u00A0"}, {"password", kPassword}},
        json{{"username", "masha"}, {"password", ""}}, json{{"username", "masha"}, {"password", "short"}},
        json{{"username", "abc"}, {"password", kPassword}},
        json{{"username", "masha"}, {"password", std::string(129, 'x')}},
        json{{"username", "masha"}, {"password", kPassword}, {"email", "no address"}},
        json{{"username", "masha"}, {"password", kPassword}, {"email", 17}},
        json{{"username", json::array({"masha"})}, {"password", kPassword}}}) {
    const auto answer = do_register(body);
    EXPECT_TRUE(answer.starts_with("400 ")) << body << answer;
    EXPECT_GT(answer.size(), 10u) << body;
  }
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_users"), 1);
}

TEST_P(UsersApiTest, RefusesABodyThatIsNoJsonObject) {
  for (const char* body :
       {"", "{", "[]", "null", "\"text\"", "{\"username\":\"a\",\"username\":\"b\"}", "{\"a\":\"\xFF\"}"}) {
    const auto built = RequestBuilder(Method::Post, "/").body(body, "application/json").build();
    EXPECT_THROW(json_api_->register_user(*built), BadRequest) << body;
    EXPECT_THROW(json_api_->sign_in(*built), BadRequest) << body;
  }
}

TEST_P(UsersApiTest, ClosedRegistrationIsForbidden) {
  const JsonApi closed({*registration_, *sign_in_, *tokens_, *code_check_, false});
  EXPECT_THROW(closed.register_user(*request({{"username", "masha"}, {"password", kPassword}})), Forbidden);
}

TEST_P(UsersApiTest, SignsInWithATokenThatHolds) {
  add_user("masha");
  for (const char* name : {"masha", "Masha", "masha@mail.example"}) {
    const auto response = json_api_->sign_in(*request({{"username", name}, {"password", kPassword}}));
    const auto body = json::parse(response.body());
    EXPECT_EQ(body.at("message"), "Login successful");
    EXPECT_EQ(body.at("token_type"), "Bearer");
    EXPECT_EQ(body.at("expires_in"), 86400);
    EXPECT_EQ(body.size(), 4u);
    EXPECT_EQ(bearer(body.at("token"))->name, "masha");
  }
}

TEST_P(UsersApiTest, RefusesAWrongPasswordAsItDoesAnUnknownName) {
  add_user("masha");
  EXPECT_EQ(login({{"username", "masha"}, {"password", "wrong password"}}), "401 Invalid credentials");
  EXPECT_EQ(login({{"username", "nobody"}, {"password", "wrong password"}}), "401 Invalid credentials");
  EXPECT_TRUE(login({{"username", "masha"}}).starts_with("400 "));
  EXPECT_TRUE(login({{"username", "masha"}, {"password", false}}).starts_with("400 "));
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_tokens"), 0);
}

TEST_P(UsersApiTest, AsksForTheOneTimeCodeOnlyOnceThePasswordIsRight) {
  require_codes(add_user("masha"));
  const auto code = next_code();
  EXPECT_EQ(login({{"username", "masha"}, {"password", "wrong password"}, {"code", code}}), "401 Invalid credentials");
  EXPECT_EQ(login({{"username", "masha"}, {"password", kPassword}}), "401 A one-time code is required");
  EXPECT_EQ(login({{"username", "masha"}, {"password", kPassword}, {"code", ""}}), "401 A one-time code is required");
  EXPECT_TRUE(login({{"username", "masha"}, {"password", kPassword}, {"code", 123456}}).starts_with("400 "));
  EXPECT_EQ(number("SELECT COUNT(*) FROM accounts_tokens"), 0);
  EXPECT_EQ(login({{"username", "masha"}, {"password", kPassword}, {"code", code}}), "200 Login successful");
}

TEST_P(UsersApiTest, TakesEachCodeOnce) {
  const auto id = add_user("masha");
  const auto recovery = require_codes(id);
  const auto with = [&](const std::string& code) {
    return login({{"username", "masha"}, {"password", kPassword}, {"code", code}});
  };
  const auto code = next_code();
  EXPECT_EQ(with(code), "200 Login successful");
  EXPECT_EQ(with(code), "401 Invalid credentials");
  EXPECT_EQ(events(id).front(), "sign_in_failed");
  EXPECT_EQ(with(recovery[0]), "200 Login successful");
  EXPECT_EQ(mailer_.sent().back(), "masha@mail.example accounts/mail_security");
  EXPECT_EQ(with(recovery[0]), "401 Invalid credentials");
}

TEST_P(UsersApiTest, BoundsTheGuessingOfCodesUntilAnAdminUnlocks) {
  const auto id = add_user("masha");
  require_codes(id);
  const auto with = [&](const std::string& code) {
    return login({{"username", "masha"}, {"password", kPassword}, {"code", code}}).substr(0, 3);
  };
  int refused = 0;
  for (int i = 0; i < 8; ++i) refused += with("00000" + std::to_string(i)) == "429";
  EXPECT_GE(refused, 3);
  administration_->unlock(admin(), id, kHome);
  EXPECT_EQ(with(next_code()), "200");
}

TEST_P(UsersApiTest, TellsADisabledAccountSo) {
  const auto id = add_user("masha");
  database().transact([&](Transaction& tx) { users_.set_disabled(tx, id, clock().now()); });
  EXPECT_TRUE(login({{"username", "masha"}, {"password", kPassword}}).starts_with("403 "));
  EXPECT_EQ(login({{"username", "masha"}, {"password", "wrong password"}}), "401 Invalid credentials");
}

TEST_P(UsersApiTest, ListsAllByIdInPortions) {
  database().transact([&](Transaction& tx) {
    for (int i = 0; i < 1000; ++i) {
      NewUser user;
      user.name = user.name_key = "user" + std::to_string(i);
      user.password_hash = "x";
      users_.add(tx, user, clock().now());
    }
  });
  const auto users = listed();
  ASSERT_EQ(users.size(), 1001u);
  EXPECT_EQ(users[0], (json{{"id", to_sql(admin_)}, {"username", "director"}}));
  EXPECT_EQ(users.back().at("username"), "user999");
  for (std::size_t i = 1; i < users.size(); ++i) EXPECT_LT(users[i - 1].at("id"), users[i].at("id"));
  EXPECT_EQ(pieces_, 4);
}

TEST_P(UsersApiTest, StopsListingWhenTheClientHasGone) {
  int pieces = 0;
  users_api_->list().stream()([&](std::string_view) {
    ++pieces;
    return false;
  });
  EXPECT_EQ(pieces, 1);
}

TEST_P(UsersApiTest, AddsChangesAndDeletesWithTheExactReplies) {
  EXPECT_EQ(add({{"username", "masha"}, {"password", kPassword}}), "201 User added successfully");
  EXPECT_EQ(add({{"username", "Masha"}, {"password", kPassword}}), "400 User already exists");
  EXPECT_TRUE(add({{"username", "x"}, {"password", kPassword}}).starts_with("400 "));
  const auto id = listed().back().at("id").dump();
  EXPECT_EQ(change(id, {{"username", "maria"}}), "200 User updated successfully");
  EXPECT_EQ(change(id, {{"password", "another horse battery"}}), "200 User updated successfully");
  EXPECT_EQ(login({{"username", "maria"}, {"password", "another horse battery"}}), "200 Login successful");
  EXPECT_EQ(change(id, {{"username", "director"}}), "400 User already exists");
  EXPECT_EQ(remove(id), "200 User deleted successfully");
  EXPECT_EQ(remove(id), "404 User not found");
  EXPECT_EQ(change(id, {{"username", "maria"}}), "404 User not found");
}

TEST_P(UsersApiTest, FindsNobodyUnderWhatIsNoId) {
  for (const char* id : {"0", "-1", "abc", "99999999999999999999", "1.5", ""}) {
    EXPECT_EQ(remove(id), "404 User not found") << id;
    EXPECT_EQ(change(id, {{"username", "maria"}}), "404 User not found") << id;
  }
}

TEST_P(UsersApiTest, RefusesAChangeThatIsNone) {
  const auto id = text(add_user("masha"));
  for (const json& body : {json::object(), json{{"email", "x@mail.example"}}, json{{"username", nullptr}},
                           json{{"username", 17}}, json{{"username", "  "}}, json{{"password", ""}},
                           json{{"password", true}}, json{{"username", "x"}}, json{{"password", "short"}}}) {
    EXPECT_TRUE(change(id, body).starts_with("400 ")) << body;
  }
  EXPECT_EQ(sign_in("masha", kPassword).verdict, Verdict::Right);
}

TEST_P(UsersApiTest, DoesNotDeleteTheLastAdmin) {
  EXPECT_EQ(remove(text(admin_)), "409 This is the last administrator. Make somebody else one first.");
  EXPECT_TRUE(is_there(admin_));
}

}  // namespace accounts
