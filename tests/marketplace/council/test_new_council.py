"""What a new council may be: each answer by its look, and what another council has already."""

from dataclasses import replace

import pytest

from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from marketplace.council.rules import (
    Administrator,
    Taken,
    administrators_problems,
    answer_problems,
    council_problems,
)
from tests.marketplace.council.test_packs import ANSWERS

ADA = Administrator("Ada Wren", "ada@northshire.example")
BEN = Administrator("Ben Holt", "ben@northshire.example")

GOOD = {
    "slug": ("northshire", "north-shire2", "ab"),
    "name": ("N", "Northshire County Council", "x" * 120),
    "short_name": ("Northshire", "Kingston upon Thames"),
    "ons_code": ("", "E10000000", "E06000001", "E08000021", "E09000033"),
    "help_phone": ("01632 960 100", "+44 (0)1632 960100", "101 101"),
    "help_hours": ("always", "9am to 5pm, Monday to Friday"),
    "email": ("care@northshire.example", "a.b+c@x-y.gov.uk", "Care@Northshire.example"),
}
BAD = {
    "slug": (
        "",
        "N",
        "Northshire",
        "north shire",
        "-north",
        "north--shire",
        "1north",
        "a",
        "x" * 51,
    ),
    "name": ("", " Northshire", "x" * 121, "North\nshire"),
    "short_name": ("", "x" * 61),
    "ons_code": ("E07000001", "W06000001", "E1000000", "e10000000", "E100000000", "S12000033"),
    "help_phone": ("", "12345", "()--  ", "(01) 2-34", "phone us", "0" * 31, "01632\n960100"),
    "help_hours": ("", " 9am", "x" * 81, "9am\nto 5pm"),
    "email": (
        "",
        "x" * 250 + "@a.uk",
        "care",
        "care@",
        "@x.example",
        "care@localhost",
        "a b@x.example",
        "<a@x.example>",
    ),
}


@pytest.mark.parametrize(("field", "answer"), [(f, a) for f, some in GOOD.items() for a in some])
def test_answer_when_it_looks_right_passes(field: str, answer: str) -> None:
    assert answer_problems(field, answer) == []


@pytest.mark.parametrize(("field", "answer"), [(f, a) for f, some in BAD.items() for a in some])
def test_answer_when_it_looks_wrong_is_refused_under_its_field(field: str, answer: str) -> None:
    (found,) = answer_problems(field, answer)
    assert found.field == field


def codes(taken: Taken = Taken(), **changes: object) -> list[str]:  # noqa: B008
    return [one.code for one in council_problems(replace(ANSWERS, **changes), taken)]  # type: ignore[arg-type]


def test_council_when_nothing_is_taken_passes() -> None:
    assert codes() == []


def test_council_when_its_short_word_is_taken_is_there_already_and_nothing_else_is_said() -> None:
    taken = Taken(frozenset({ANSWERS.slug}), frozenset(ANSWERS.hosts))
    assert codes(taken) == ["council_there_already"]


@pytest.mark.parametrize(
    ("hosts", "code"),
    [
        ((), "council_without_host"),
        (("a.example", "a.example"), "council_host_twice"),
        (("https://a.example",), "host_unlike"),
        (("a.example:8000",), "host_unlike"),
        (("a.example/find",), "host_unlike"),
        (("-a.example",), "host_unlike"),
        (("a_b.example",), "host_unlike"),
        (("A.example",), "host_unlike"),
        (("a" * 64 + ".example",), "host_unlike"),
        (("used.example",), "host_taken"),
    ],
)
def test_hosts_when_wrong_are_refused(hosts: tuple[str, ...], code: str) -> None:
    assert codes(Taken(hosts=frozenset({"used.example"})), hosts=hosts) == [code]


def test_council_when_several_answers_are_wrong_says_all_of_them() -> None:
    wrong = codes(Taken(ons_codes=frozenset({"E10000000"})), name="", email="x", hosts=("no host",))
    assert wrong == [
        "council_name_unlike",
        "council_email_unlike",
        "council_ons_code_taken",
        "host_unlike",
    ]


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([], "council_administrators_number"),
        ([ADA], "council_administrators_number"),
        ([ADA, BEN, Administrator("Cy Low", "cy@x.example")], "council_administrators_number"),
        ([ADA, Administrator("", "ben@x.example")], "council_administrator_unlike"),
        ([ADA, Administrator("Ben Holt", "ben")], "council_administrator_unlike"),
        ([ADA, Administrator("Ben Holt", ADA.email)], "council_administrators_one_mailbox"),
        ([ADA, Administrator("Ben Holt", ADA.email.upper())], "council_administrators_one_mailbox"),
        (
            [ADA, Administrator("Ben Holt", "ada+two@northshire.example")],
            "council_administrators_one_mailbox",
        ),
        ([ADA, Administrator("ADA WREN", BEN.email)], "council_administrators_one_name"),
    ],
)
def test_administrators_when_not_two_people_are_refused(
    people: list[Administrator], code: str
) -> None:
    assert [one.code for one in administrators_problems(people)] == [code]


def test_administrators_when_two_people_pass() -> None:
    assert administrators_problems([ADA, BEN]) == []


@pytest.mark.parametrize(
    ("code", "facts", "sentence"),
    [
        ("council_there_already", {"slug": "x"}, "There is a council x already."),
        (
            "council_slug_unlike",
            {"answer": "X"},
            "Short word: “X” is none. Enter 2 to 50 small letters, numbers and hyphens, like fernshire",
        ),
        (
            "council_name_unlike",
            {},
            "Name: enter 1 to 120 letters, like Fernshire County Council",
        ),
        ("council_short_name_unlike", {}, "Short name: enter 1 to 60 letters, like Fernshire"),
        (
            "council_ons_code_unlike",
            {"answer": "X"},
            "ONS code: “X” is none of a council with social care duties in England. Enter E06, E08,"
            " E09 or E10 and 6 numbers, like E10000000, or leave it empty",
        ),
        (
            "council_ons_code_taken",
            {"answer": "E10000000"},
            "ONS code: another council here has E10000000. Enter your own.",
        ),
        (
            "council_phone_unlike",
            {"answer": "X"},
            "Phone: enter a phone number, like 01632 960 100. “X” is not a phone number.",
        ),
        (
            "council_hours_unlike",
            {},
            "Hours: enter when people can phone, like weekdays 8am to 6pm, in 80 letters or fewer.",
        ),
        (
            "council_email_unlike",
            {"answer": "X"},
            "Email: “X” is not an email address. Enter one, like care@fernshire.example",
        ),
        (
            "council_without_host",
            {},
            "Host names: enter at least one, like care.fernshire.example",
        ),
        (
            "council_host_twice",
            {"host": "a.example"},
            "Host names: a.example is entered twice. Enter it once.",
        ),
        (
            "council_administrators_number",
            {"number": 1},
            "Administrators: enter 2 people, not 1. Each sees what the other does, and can act when"
            " the other is away.",
        ),
        (
            "council_administrator_unlike",
            {"name": "Ada", "email": "x"},
            "Administrators: “Ada <x>” is not a name and an email address. Enter both, like Ada Wren"
            " <ada.wren@fernshire.example>",
        ),
        (
            "council_has_administrators",
            {"number": 2},
            "This council has 2 administrators. Ask one of them to invite another, and a second one"
            " to confirm it.",
        ),
        (
            "council_made_meanwhile",
            {},
            "Somebody else made a council at this moment, with this short word or host name. Run the"
            " command again: it says what is taken.",
        ),
        (
            "council_administrators_one_mailbox",
            {},
            "Administrators: both have the same email address. Enter 2 different people, each with"
            " their own.",
        ),
        (
            "council_administrators_one_name",
            {},
            "Administrators: both have the same name. Enter 2 different people.",
        ),
    ],
)
def test_refusal_says_what_to_enter(code: str, facts: dict[str, object], sentence: str) -> None:
    assert sentence_of(problem(code, **facts)) == sentence
