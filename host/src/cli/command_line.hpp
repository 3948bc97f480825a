// The program's command line.
#pragma once

namespace callboard::host {

// Runs what the arguments ask for. The exit code: 0 done, 1 a failure that was explained on stderr, 2
// and above: the arguments are not right.
int run_command_line(int argc, char** argv);

}  // namespace callboard::host
