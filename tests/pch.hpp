// What every unit test includes besides host/src/pch.hpp, compiled once.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
