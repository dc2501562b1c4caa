"""Labels and facts as officers read them."""

from typing import Any

from marketplace.core.words import spoken_date
from marketplace.people.models import Person
from marketplace.people.queries import Reach
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.rules import AbuseKind, SectionTest


def kinds_words(concern: SafeguardingConcern) -> list[str]:
    """The types of abuse, in words."""
    return [kind.label for kind in AbuseKind if kind in concern.kinds]


def tests_words(concern: SafeguardingConcern) -> list[str]:
    """The tests that are met, in words."""
    return [one.label for one in SectionTest if one in concern.tests_met]


def facts_of_report(concern: SafeguardingConcern) -> list[tuple[str, Any]]:
    """What whoever raised a concern said, beside what happened."""
    return [
        ("In danger now", concern.get_danger_display()),
        ("About", concern.get_about_display()),
        ("Who it is about", concern.about_whom),
        ("Who may have done it", concern.done_by),
        ("Does the person know, and agree", concern.get_knows_display()),
        ("What the person wants", concern.wanted),
        ("How to contact whoever raised it", concern.raiser),
    ]


def person_facts(person: Person, reach: Reach) -> list[tuple[str, str]]:
    """What an officer needs of a person's record to find them and to talk with them."""
    born = spoken_date(person.date_of_birth) if person.date_of_birth else ""
    return [
        ("Record number", person.case_reference),
        ("Date of birth", born),
        ("Town", reach.town),
        ("Home", person.home),
        ("How to contact them", person.contact_wish),
        ("What helps them read and talk", "; ".join(reach.needs)),
        ("People around them", "; ".join(reach.helpers)),
    ]
