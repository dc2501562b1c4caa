"""The auditor reads in words who did what, in order, and takes it away as a file."""

import csv
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.cast import PERSON
from tests.journeys.visitors import follow, go, press

#: The story as the trail tells it: who, and what was done.
STORY = (
    ("Handrail: make council", "Council made"),
    ("Ada Wren", "Invitation accepted"),
    ("Ada Wren", "Colleague invited"),
    ("Ben Holt", "Change of staff confirmed"),
    ("Audrey Lake", "Invitation accepted"),
    ("Cora West", "Word added to a list"),
    ("Cora West", "Requirement added to a draft"),
    ("Cora West", "Requirements published"),
    ("Nia Vaughan", "Supplier registered"),
    ("Nia Vaughan", "Listing sent for review"),
    ("Nia Vaughan", "Application sent"),
    ("Alec Ford", "Application accepted"),
    ("Alec Ford", "Accreditation granted"),
    ("Alec Ford", "Listing published"),
    ("Pia Lund", "Person registered"),
    ("Pia Lund", "Budget proposed"),
    ("Piers Moss", "Budget agreed"),
    ("Pia Lund", "Broker chosen"),
    ("Finn Day", "Payment agreement made"),
    ("Finn Day", "Account opened"),
    ("Pia Lund", "Account linked to a record"),
    (PERSON, "Person who helps named"),
    ("Pia Lund", "Person who helps checked"),
    ("Bo Field", "Support plan started"),
    ("Bo Field", "Support added to a plan"),
    (PERSON, "“This is my plan” recorded"),
    ("Bo Field", "Plan sent for approval"),
    ("Ann Marsh", "Plan approved"),
    ("Finn Day", "Statement sent"),
    ("Handrail: statement reader", "Statement complete"),
    ("Handrail: concern form", "Concern raised"),
    ("Sara Vale", "Concern kept from a colleague"),
    ("Sara Vale", "Concern triaged"),
    (PERSON, "Person who helps ended"),
)


def read_trail(page: Page) -> None:
    """Newest first, narrowed to one thing that was done, and then all of it as a file."""
    go(page, "Audit trail")
    # The words of every event stand among the filters too, so only the table is read.
    events = page.get_by_role("table")
    expect(events).to_contain_text("Concern triaged")
    page.get_by_label("What was done").select_option(label="Plan approved")
    press(page, "Apply filters")
    expect(events).not_to_contain_text("Concern triaged")
    expect(events).to_contain_text("Ann Marsh")
    expect(events).to_contain_text(PERSON)
    follow(page, "Clear filters")
    expect(events).to_contain_text("Person who helps ended")
    with page.expect_download() as file:
        follow(page, "Export these")
    with Path(file.value.path()).open(encoding="utf-8-sig", newline="") as rows:
        told = [(row["Who"], row["What was done"]) for row in csv.DictReader(rows)]
    rest = iter(reversed(told))
    # Each is looked for after the one before: the file has them all, in the order of the story.
    missing = next((step for step in STORY if step not in rest), None)
    assert missing is None, (missing, told)
