"""axe-core on the page that a browser shows (from npm, a tool of the tests alone)."""

from callboard_dev.paths import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"
SERIOUS = ("serious", "critical")


def violations(browser) -> list[str]:
    """What is seriously wrong for somebody who cannot see, hear or point; one line each with where it is."""
    browser.execute_script(AXE.read_text())
    result = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {resultTypes: ['violations']}).then(done, error => done({error: String(error)}));")
    assert "error" not in result, result
    return [f"{found['id']} ({found['impact']}): {node['html']}"
            for found in result["violations"] if found["impact"] in SERIOUS for node in found["nodes"]]
