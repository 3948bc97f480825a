#include "catalogue_part.hpp"

namespace courses {

CataloguePart::CataloguePart(callboard::Registrar&, Foundation&) {}

}  // namespace courses
