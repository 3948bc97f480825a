#include "office_part.hpp"

namespace key_cabinet {

OfficePart::OfficePart(callboard::Registrar&, Foundation&) {}

}  // namespace key_cabinet
