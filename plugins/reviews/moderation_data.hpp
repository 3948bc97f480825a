// What moderators see, as templates show it. Pure functions; thread-safe.
#pragma once

#include <nlohmann/json.hpp>

#include "moderation.hpp"

namespace reviews {

// "pending", …; nothing where it is none of the views.
std::optional<QueueView> view_named(const std::string& name);
std::string name_of(QueueView view);

nlohmann::json queue_data(const Moderation::Page& page, QueueView view, const callboard::Visitor& visitor);
nlohmann::json item_data(const Moderation::Item& item, const callboard::Visitor& visitor);

// What a moderator is told who came second, or whose wish cannot be.
callboard::Text told(const Moderation::Result& result);

}  // namespace reviews
