"""`./dev lint`, `./dev format`, `./dev fuzz`."""

import argparse
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import build, packages
from .console import UserError, say, step
from .paths import ROOT, tool_environment

CPP = (".cpp", ".hpp")
FORMAT = "clang-format-16"
TIDY = "clang-tidy-16"


def git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.splitlines() if done.returncode == 0 else []


def tracked() -> list[Path]:
    """The files of the checkout: what git knows or would add."""
    names = git("ls-files", "--cached", "--others", "--exclude-standard")
    if not names:
        raise UserError("this needs a git checkout")
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def changed() -> set[Path]:
    """What differs from the main branch, or, on it, from the last commit."""
    base = git("merge-base", "HEAD", "main") or ["HEAD"]
    names = git("diff", "--name-only", base[0]) + git("ls-files", "--others", "--exclude-standard")
    return {ROOT / name for name in names}


def add_lint_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="clang-tidy on every file, not only on changed ones")


def run_format(_arguments: argparse.Namespace) -> int:
    packages.ensure("lint")
    files = [str(file) for file in tracked() if file.suffix in CPP]
    build.run_tool([FORMAT, "-i", *files], f"{FORMAT} failed")
    return 0


def report(what: str, argv: list[str]) -> bool:
    """Runs a check; its output is shown where it fails."""
    done = subprocess.run(argv, cwd=ROOT, env=tool_environment(), capture_output=True, text=True)
    if done.returncode != 0:
        say(f"{done.stdout}{done.stderr}".rstrip())
        say(f"{what}: FAILED")
    return done.returncode == 0


def tidy(files: list[Path]) -> bool:
    """clang-tidy reads the compile commands of g++; what it does not know of them it shall ignore. They are those of
    build/lint, which compiles each file by itself; those of the presets know whole batches only."""
    folder = build.configure("dev", "lint", "-DCMAKE_UNITY_BUILD=OFF")
    build.run_tool(["cmake", "--build", str(folder), "--target", "build.ninja"], "cmake could not configure lint")
    known = {entry["file"] for entry in json.loads((folder / "compile_commands.json").read_text())}
    sources = [file for file in files if file.suffix == ".cpp" and str(file) in known]

    def check(file: Path) -> bool:
        return report(f"{TIDY} {file.relative_to(ROOT)}", [
            TIDY, "-p", str(folder), "--quiet", "--extra-arg=-Wno-unknown-warning-option",
            "--extra-arg=-Wno-error", str(file)])

    step(f"{TIDY}: {len(sources)} files")
    with ThreadPoolExecutor(build.jobs()) as pool:
        return all(list(pool.map(check, sources)))


def run_lint(arguments: argparse.Namespace) -> int:
    packages.ensure("lint")
    files = tracked()
    step(FORMAT)
    good = [report(FORMAT, [FORMAT, "--dry-run", "-Werror", *(str(f) for f in files if f.suffix in CPP)])]
    step("Python and shell")
    for file in files:
        if file.suffix == ".py":
            code = "import ast,sys; ast.parse(open(sys.argv[1]).read(), sys.argv[1])"
            good.append(report(str(file), [sys.executable, "-c", code, str(file)]))
    good += [report(name, ["bash", "-n", str(ROOT / name)]) for name in ("dev", ".ci/run")]
    chosen = files if arguments.all else [file for file in files if file in changed()]
    good.append(tidy(chosen))
    say("lint: passed" if all(good) else "lint: FAILED")
    return 0 if all(good) else 1


def add_fuzz_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="*", help="default: all of tests/fuzz")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: 60)")


def run_fuzz(arguments: argparse.Namespace) -> int:
    """Each target for a while, from its corpus in tests/fuzz/corpus/; what it finds lies in build/fuzz/found/."""
    packages.ensure("fuzz")
    names = sorted(file.name.removesuffix("_fuzz.cpp") for file in (ROOT / "tests/fuzz").glob("*_fuzz.cpp"))
    if unknown := set(arguments.targets) - set(names):
        raise UserError(f"there is no fuzz target {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    folder = build.build("fuzz", [f"fuzz_{name}" for name in arguments.targets or names])
    failed = []
    for name in arguments.targets or names:
        grown, found, corpus = folder / "corpus" / name, folder / "found", ROOT / "tests/fuzz/corpus" / name
        for made in (grown, found):
            made.mkdir(parents=True, exist_ok=True)
        step(f"fuzzing {name} for {arguments.seconds} s")
        argv = [str(folder / "bin" / f"fuzz_{name}"), f"-max_total_time={arguments.seconds}", "-timeout=10",
                "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={found}/{name}-", str(grown)]
        argv += [str(corpus)] if corpus.is_dir() else []
        environment = {**tool_environment(), "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1"}
        done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True)
        lines = done.stderr.splitlines()
        if done.returncode != 0:
            failed.append(name)
            say("\n".join(lines[-60:]))
        say(f"{name}: {'FAILED' if done.returncode else 'passed'}; " + "; ".join(
            line.removeprefix("stat::").replace(":", "") for line in lines if "number_of_executed_units" in line))
    return 1 if failed else 0


def run_bench(arguments: argparse.Namespace) -> int:
    packages.ensure("build", "run", "bench")
    build.build("release")
    return subprocess.run(["/usr/bin/python3", str(ROOT / "tests/bench/bench.py"), *arguments.rest],
                          cwd=ROOT, env=tool_environment()).returncode
