#include "callboard/unicode.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callboard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FoldedWords, AreTheWordsOfATextWhateverTheirCase) {
  EXPECT_THAT(folded_words("The Cherry Orchard, the"), ElementsAre("cherry", "orchard", "the"));
  EXPECT_THAT(folded_words("Вишнёвый САД"), ElementsAre("вишнёвый", "сад"));
}

TEST(FoldedWords, EndWhereNeitherLettersNorDigitsAre) {
  EXPECT_THAT(folded_words("anna_k@mail.example"), ElementsAre("anna", "example", "k", "mail"));
  EXPECT_THAT(folded_words("+7 (495) 123"), ElementsAre("123", "495", "7"));
  EXPECT_THAT(folded_words(" ,;%"), IsEmpty());
}

TEST(FoldedWords, KeepMarksAndLettersBeyondTheBasicPlane) {
  EXPECT_THAT(folded_words("é x"), ElementsAre("x", "\u00e9"));
  EXPECT_THAT(folded_words("𠜎𠜱"), ElementsAre("𠜎𠜱"));
}

TEST(FoldedWords, OfBrokenBytesAreNoFault) { EXPECT_THAT(folded_words("a\xFF\xC3 b"), ElementsAre("a", "b")); }

}  // namespace
}  // namespace callboard
