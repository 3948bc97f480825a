// What systemd is told about the service, and the pid file for those who do without it.
#pragma once

#include <filesystem>

namespace callboard::host {

// Nothing happens where no service manager asked for it.
void notify_ready();
void notify_reloading();
void notify_stopping();

// Written whole or not at all. Throws std::system_error.
void write_pid_file(const std::filesystem::path& file);

}  // namespace callboard::host
