"""The command line of ./dev."""

import argparse
import signal
import sys

from . import build, packages, quality, running, suites
from .console import UserError, step


def run_build(arguments: argparse.Namespace) -> int:
    folder = build.build(arguments.preset)
    step(f"built {folder}")
    return 0


def run_package(_arguments: argparse.Namespace) -> int:
    packages.ensure("build", "package")
    folder = build.build("release")
    build.run_tool(["cpack", "--config", str(folder / "CPackConfig.cmake"), "-B", str(folder)], "cpack failed")
    return 0


def run_packages(arguments: argparse.Namespace) -> int:
    packages.ensure(*arguments.groups)
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="./dev", description="Works on Callboard: builds, runs and tests it.")
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, function, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(function=function)
        return made

    running.add_options(command("run", running.run, "builds and runs everything until Ctrl-C"))
    running.add_options(command("up", running.up, "the same in the background; returns when it is ready"))
    running.add_data(command("down", running.down, "stops what `up` started"))
    suites.add_options(command("test", suites.run, "builds and runs the test suites"))
    command("bench", quality.run_bench, "measures, against ceilings and a peer (options as for tests/bench/bench.py)")
    quality.add_lint_options(command("lint", quality.run_lint, "clang-format, clang-tidy, syntax"))
    command("format", quality.run_format, "formats all C++")
    quality.add_fuzz_options(command("fuzz", quality.run_fuzz, "runs the fuzz targets"))
    made = command("build", run_build, "builds a preset")
    made.add_argument("preset", nargs="?", default="dev", choices=build.presets())
    command("package", run_package, "makes the Debian package, in build/release")
    made = command("packages", run_packages, "installs the Debian packages of some groups of tools/packages.txt")
    made.add_argument("groups", nargs="+")
    return top


def main() -> int:
    sys.stdout.reconfigure(line_buffering=True)
    arguments, rest = parser().parse_known_args()
    if rest and arguments.function is not quality.run_bench:
        parser().error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.rest = rest
    try:
        return arguments.function(arguments)
    except UserError as error:
        print(f"./dev: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        return 1


if __name__ == "__main__":
    sys.exit(main())
