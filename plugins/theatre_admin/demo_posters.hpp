// Posters for the demo's shows, drawn as SVG: pictures without words, since the page has those. Pure functions.
#pragma once

#include <string>

namespace theatre_admin {

// 1200 x 800. An unknown motif gives an empty text.
std::string poster(const std::string& motif);
// The demo's logo: a curtain that opens on a light.
std::string demo_logo();

}  // namespace theatre_admin
