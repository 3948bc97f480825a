// Where a command gets a password from: never from its arguments, which everybody on the machine can see. Not
// thread-safe: a terminal is one.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <stdexcept>
#include <string>

namespace accounts {

// What is wrong, for whoever runs the command.
struct PasswordInputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The first line of the file. Throws PasswordInputError.
std::string password_from_file(const std::filesystem::path& file);

// From this file descriptor, usually the standard input: on a terminal it is asked for twice, the questions on `prompt`
// and nothing of the answers shown; otherwise it is the first line. Throws PasswordInputError.
std::string password_from(int fd, std::ostream& prompt);

}  // namespace accounts
