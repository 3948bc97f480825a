#include "plain_form.hpp"

#include <gtest/gtest.h>

#include "callboard/testing/request_builder.hpp"

namespace accounts {
namespace {

using callboard::BadRequest;
using callboard::Method;
using callboard::testing::RequestBuilder;

TEST(APlainForm, IsTheFormAsItCame) {
  const auto request = RequestBuilder(Method::Post, "/login").form({{"email", "anna"}, {"password", "x"}}).build();
  EXPECT_EQ(plain_form(*request).value("email"), "anna");
}

TEST(APlainForm, HasNoFieldTwiceEvenWithTheSameValue) {
  for (const char* second : {"boris", "anna", ""}) {
    const auto request = RequestBuilder(Method::Post, "/login").form({{"email", "anna"}, {"email", second}}).build();
    EXPECT_THROW(plain_form(*request), BadRequest) << second;
  }
}

}  // namespace
}  // namespace accounts
