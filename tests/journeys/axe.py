"""What axe finds against WCAG 2.0, 2.1 and 2.2, A and AA, on a page as it stands."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

#: Target size is a rule that axe runs only when asked.
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": [f"wcag{n}{a}" for n in (2, 21, 22) for a in ("a", "aa")]},
    "rules": {"target-size": {"enabled": True}},
}


def violations(page: Page) -> list[str]:
    """Each with where it stands. The page keeps axe until it is left."""
    # What is read before the stylesheet is there has neither sizes nor colours of ours.
    page.wait_for_load_state("load")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(rules)", RULES)["violations"]
    return [
        f"{page.url} {violation['id']} {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]
