"""What the developer sees on the terminal."""

import sys


class UserError(Exception):
    """Something the developer can put right: shown as one message, without a stack trace."""


def say(text: str) -> None:
    print(text, flush=True)


def step(text: str) -> None:
    """Progress goes to stderr, so that what a command prints can be piped."""
    print(f"-- {text}", file=sys.stderr, flush=True)
