"""How long a month of a council's payments takes an officer at a keyboard: `python -m tests.walks.keyboard_month`.

A measurement, not a test. People's statements of one month are imported and matched by rules that have
seen nothing before; Chromium then goes through the queue by keys alone. What is reckoned is 3 seconds for
each decision, which a person needs to read, and the time from the key to the next page as it is measured
here. Only so many decisions are walked, spread over the queue; all that wait are counted.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import mean, quantiles
from time import perf_counter

from tests.drills.demo_site import Site, address_of, listening, serving

DECISION_SECONDS = 3.0
#: Of a statement. Source: the goal is a month.
DAYS = 31
#: Presses of the tab key to a control, at most: more is a page that cannot be worked by keys.
MOST_TABS = 150
WORDS = "Seen with the receipt."


def make_council(people: int, seed: int) -> tuple[int, Counter[str], str]:
    """A month of so many people: lines, what waits by rule, and an officer's session."""
    from django.test import Client

    from marketplace.accounts.models import AuthorityHost, Membership, User
    from marketplace.accounts.rules import Role
    from marketplace.accounts.viewer import Viewer
    from marketplace.generator.management.commands.bench import ANCHOR, AT, made_statement
    from marketplace.generator.statements import endless_statements
    from payments.bench import BANK, _BenchCouncil
    from payments.cards.actions import import_statement
    from payments.reconciliation.actions import MATCHER, match_open_lines
    from payments.reconciliation.models import MoneyException

    bench = _BenchCouncil.open("Fernshire")
    AuthorityHost.objects.create(authority=bench.council, host="127.0.0.1")
    lines, by = 0, Viewer.machine(BANK, AT)
    for made in islice(endless_statements(seed, ANCHOR), people):
        month = [line for line in made.lines if line.day >= ANCHOR - timedelta(DAYS)]
        file = made_statement(replace(made, lines=tuple(month)))
        account = bench.account_of(file).account
        if month:
            import_statement(by=by, account=account, data=file.file, filename="month.csv")
            match_open_lines(by=Viewer.machine(MATCHER, AT), person_ids=[account.person_id])
        lines += len(month)
    officer = User.objects.create_user("officer@fernshire.example", "a long pass phrase")
    Membership.objects.create(user=officer, authority=bench.council, role=Role.FINANCE)
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    waiting = MoneyException.objects.filter(authority=bench.council).waiting()
    return lines, Counter(waiting.values_list("rule", flat=True)), client.cookies["sessionid"].value


@contextmanager
def browsing(address: str, session: str) -> Iterator[object]:
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    path = os.environ["CHROMIUM"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(base_url=address)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        yield context.new_page()
        browser.close()


def tab_to(page: object, words: str) -> None:
    """By the tab key alone, to the control that is called so."""
    said = "(document.activeElement.labels?.[0] || document.activeElement).innerText || ''"
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")  # type: ignore[attr-defined]
        if page.evaluate(said).strip().startswith(words):  # type: ignore[attr-defined]
            return
    raise SystemExit(f"No key leads to “{words}” on {page.url}.")  # type: ignore[attr-defined]


def enter(page: object) -> float:
    """Seconds from the key to the next page."""
    began = perf_counter()
    with page.expect_navigation():  # type: ignore[attr-defined]
        page.keyboard.press("Enter")  # type: ignore[attr-defined]
    return perf_counter() - began


def decide(page: object) -> tuple[str, float]:
    """One decision about what is on the page, and what comes next of the queue."""
    if page.locator("form[action*='/accept/']").count():  # type: ignore[attr-defined]
        tab_to(page, "Match to ")
        return "matched", enter(page)
    tab_to(page, "Close ")
    page.keyboard.press("Enter")  # type: ignore[attr-defined]
    page.keyboard.press("Tab")  # type: ignore[attr-defined]
    page.keyboard.type(WORDS)  # type: ignore[attr-defined]
    tab_to(page, "Close ")
    return "closed", enter(page)


def walk(page: object, decisions: int) -> tuple[float, Counter[str], list[float]]:
    """Seconds of the queue's first page, what was decided, and seconds from each to the next."""
    # A server that has just started makes its templates ready first: that is nobody's morning.
    page.goto("/money/exceptions/")  # type: ignore[attr-defined]
    began = perf_counter()
    page.goto("/money/exceptions/")  # type: ignore[attr-defined]
    first = perf_counter() - began
    tab_to(page, "Open")
    enter(page)
    did: Counter[str] = Counter()
    seconds = []
    for _ in range(decisions):
        what, took = decide(page)
        did[what] += 1
        seconds.append(took)
    return first, did, seconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.walks.keyboard_month")
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--walked", type=int, default=100, help="decisions made by keys")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    say = partial(sys.stdout.write)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "site")
        site.migrate_sqlite()
        os.environ |= site.env
        import django

        django.setup()
        lines, rules, session = make_council(options.people, options.seed)
        waiting = sum(rules.values())
        say(f"{options.people:,} people, {lines:,} payments, {waiting:,} to check: {dict(rules)}\n")
        with listening() as listener, site.running(*serving(listener), keep=listener.fileno()):
            address = address_of(listener)
            with browsing(address, session) as page:
                first, did, seconds = walk(page, min(options.walked, waiting))
    each = mean(seconds)
    whole = (first + waiting * (DECISION_SECONDS + each)) / 60
    say(
        f"walked {dict(did)}; the queue in {first:.2f} s, from a decision to the next page {each:.2f} s"
        f" (19 of 20 within {quantiles(seconds, n=20)[-1]:.2f} s); all that wait: {whole:.0f} minutes\n"
    )


if __name__ == "__main__":
    main()
