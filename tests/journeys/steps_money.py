"""Steps 6 and 7: finance brings a statement in and looks at the rest; the person sees and answers."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.cast import CARD, PERSON
from tests.journeys.steps_market import SAMPLES
from tests.journeys.visitors import follow, go, press, says, says_not, sign_in, sign_out

QUESTION = "What was this for? It may be quite all right."
ANSWER = "Two trays of winter pansies for the front garden."


def bring_in(page: Page) -> None:
    """A bank that is new to us: its columns are shown, guessed, put right and kept."""
    sign_in(page, "finance")
    go(page, "Statements")
    follow(page, "Import a statement")
    page.get_by_label("Whose account is it?").select_option(label=f"{PERSON}, card ending {CARD}")
    page.get_by_label("Statement file").set_input_files(SAMPLES / "october.csv")
    press(page, "Read this file")
    page.get_by_label("Rows to leave out at the top").fill("1")
    press(page, "Show the rows again")
    for field, column in {
        "Date": "Posting day",
        "Money in": "Money in",
        "Money out": "Money out",
        "Paid to or from": "Shop",
        "What it says": "Note",
    }.items():
        page.get_by_label(field, exact=True).select_option(label=column)
    press(page, "Show how they would be read")
    says(page, "In all, 7 lines can be read and 1 will be refused.", "28 September 2026")
    press(page, "Import with these columns")
    says(page, "october.csv was imported: 7 new lines.", "12..34")
