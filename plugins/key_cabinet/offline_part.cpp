#include "offline_part.hpp"

namespace key_cabinet {

OfflinePart::OfflinePart(callboard::Registrar&, Foundation&) {}

}  // namespace key_cabinet
