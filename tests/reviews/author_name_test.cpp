#include "author_name.hpp"

#include <gtest/gtest.h>

namespace reviews {
namespace {

std::string named(const std::string& full_name) { return public_name({"nick", full_name}); }

TEST(AuthorName, IsTheFirstNameAndTheInitialOfTheLast) {
  EXPECT_EQ(named("Grace Lin"), "Grace L.");
  EXPECT_EQ(named("  Juliette  de   Moreau "), "Juliette M.");
  EXPECT_EQ(named("Соколова Мария Андреевна"), "Мария С.");
  EXPECT_EQ(named("Ильин Пётр Сергеевич"), "Пётр И.");
  EXPECT_EQ(named("Соколова Мария"), "Мария С.");
  EXPECT_EQ(named("Мария Соколова"), "Мария С.");
  EXPECT_EQ(named("Егорова Полина"), "Полина Е.");
  EXPECT_EQ(named("Пётр Сергеевич Ильин"), "Пётр И.");
  EXPECT_EQ(named("Zoë 𝒬ueen"), "Zoë 𝒬.");
}

TEST(AuthorName, IsTheUserNameWhereThereIsNoOther) {
  EXPECT_EQ(named(""), "nick");
  EXPECT_EQ(named("  "), "nick");
  EXPECT_EQ(named("Madonna"), "Madonna");
}

}  // namespace
}  // namespace reviews
