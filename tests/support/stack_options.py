"""What all stacks of tests have in common."""

import os

from callboard_dev.configuration import built_plugins

PRESET = os.environ.get("CALLBOARD_TEST_PRESET", "dev")


def options_for_tests(**given) -> dict:
    """The options of a stack: a copy of a prepared one, whose passwords cost the least that is allowed."""
    plugins = given.get("plugins")
    if plugins is None:
        plugins = built_plugins(given.get("preset", PRESET))
    cheap = ["plugins.accounts.hashing_mib=19"] if "accounts" in plugins else []
    options = {"preset": PRESET, "probe": True, "from_prepared": True, **given}
    return {**options, "overrides": [*cheap, *given.get("overrides", [])]}
