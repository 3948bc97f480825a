#include <gtest/gtest.h>
TEST(Smoke, T){}
