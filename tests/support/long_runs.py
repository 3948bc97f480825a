"""The long runs: marked `soak`, left out unless pytest gets --soak. For a conftest:

    from long_runs import pytest_addoption, skip_long_runs, soak  # noqa: F401
"""

import pytest


def pytest_addoption(parser):
    parser.addoption("--soak", action="store_true", help="the long runs, in full")


def skip_long_runs(config, items) -> None:
    for item in items:
        if item.get_closest_marker("soak") and not config.getoption("--soak"):
            item.add_marker(pytest.mark.skip(reason="a long run: ./dev test soak"))


@pytest.fixture
def soak(request) -> bool:
    """Whether this run is a long one."""
    return request.config.getoption("--soak")
