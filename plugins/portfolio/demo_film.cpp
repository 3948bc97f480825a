#include "demo.hpp"

// The file itself, within the program: so there is nothing to install, and nothing to find.
asm(R"(
  .section .rodata
  .hidden portfolio_demo_film
  .hidden portfolio_demo_film_end
  .global portfolio_demo_film
  .global portfolio_demo_film_end
portfolio_demo_film:
  .incbin ")" PORTFOLIO_DEMO_FILM R"("
portfolio_demo_film_end:
  .byte 0
  .text
)");

extern "C" {
extern const char portfolio_demo_film[];
extern const char portfolio_demo_film_end[];
}

namespace portfolio {

std::string_view demo_film() {
  return {portfolio_demo_film, static_cast<std::size_t>(portfolio_demo_film_end - portfolio_demo_film)};
}

}  // namespace portfolio
