#include "cli/command_line.hpp"

int main(int argc, char** argv) { return callboard::host::run_command_line(argc, argv); }
