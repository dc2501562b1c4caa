"""A council's school terms: set, put right, taken away, never two on one day; and how they are read."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings

from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.core.periods import Period
from marketplace.core.times import unknown_terms
from marketplace.council.actions import remove_school_term, set_school_term
from marketplace.council.errors import SchoolTermRefused
from marketplace.council.models import SchoolTerm
from marketplace.council.queries import school_terms
from marketplace.council.rules import school_term_problems
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.marketplace.core.times.made import any_period, any_terms

pytestmark = pytest.mark.django_db
SUMMER = Period(date(2026, 4, 13), date(2026, 7, 21))
AUTUMN = Period(date(2026, 9, 2), date(2026, 12, 19))


def set_term(name: str = "Autumn", term: Period = AUTUMN, role: Role = Role.ADMINISTRATOR):
    return set_school_term(
        by=as_viewer(make_user(role)),
        authority=make_authority(),
        name=name,
        from_date=term.start,
        until_date=term.until,
    )


def remove(name: str, role: Role = Role.ADMINISTRATOR) -> None:
    remove_school_term(by=as_viewer(make_user(role)), authority=make_authority(), name=name)


def test_term_when_set_again_by_its_name_is_put_right_and_leaves_a_trail() -> None:
    set_term()
    row = set_term(term=Period(AUTUMN.start, date(2026, 12, 20)))
    assert SchoolTerm.objects.known().get() == row
    assert row.until_date == date(2026, 12, 20)
    trail = AuditEvent.objects.filter(event="school_term_set").order_by("pk")
    assert [event.data["until"] for event in trail] == ["2026-12-19", "2026-12-20"]


def test_term_when_it_touches_another_is_set_and_when_it_overlaps_is_refused() -> None:
    set_term()
    set_term("Early", Period(date(2026, 8, 1), AUTUMN.start))
    with pytest.raises(SchoolTermRefused) as refusal:
        set_term("Late", Period(AUTUMN.until - timedelta(days=1), date(2027, 2, 1)))
    assert refusal.value.codes == ["school_term_overlaps"]
    assert refusal.value.problems[0].facts == {"other": "Autumn"}


def test_term_of_another_council_is_no_hindrance() -> None:
    set_term()
    theirs = make_other_authority()
    administrator = make_user(Role.ADMINISTRATOR, authority=theirs)
    set_school_term(
        by=as_viewer(administrator, authority=theirs),
        authority=theirs,
        name="Autumn",
        from_date=AUTUMN.start,
        until_date=AUTUMN.until,
    )
    assert school_terms(theirs.pk, AUTUMN) == [AUTUMN]


@pytest.mark.parametrize(
    ("name", "start", "until", "codes"),
    [
        ("Autumn", AUTUMN.start, AUTUMN.until, []),
        ("x" * 60, AUTUMN.start, AUTUMN.start + timedelta(days=180), []),
        ("", AUTUMN.start, AUTUMN.until, ["school_term_name_unlike"]),
        ("x" * 61, AUTUMN.start, AUTUMN.until, ["school_term_name_unlike"]),
        (" Autumn", AUTUMN.start, AUTUMN.until, ["school_term_name_unlike"]),
        ("Autumn", AUTUMN.start, AUTUMN.start, ["school_term_ends_first"]),
        ("Autumn", AUTUMN.until, AUTUMN.start, ["school_term_ends_first"]),
        ("Autumn", AUTUMN.start, date(2027, 12, 19), ["school_term_too_long"]),
        ("Autumn", SUMMER.start, date(2026, 9, 10), ["school_term_overlaps"]),
    ],
)
def test_term_is_refused_for_what_no_term_can_be(
    name: str, start: date, until: date, codes: list[str]
) -> None:
    others = {"Summer": SUMMER} if "school_term_overlaps" in codes else {}
    assert [one.code for one in school_term_problems(name, start, until, others)] == codes


def test_database_when_a_term_ends_before_it_starts_refuses_it() -> None:
    row = set_term()
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolTerm.objects.filter(pk=row.pk).update(until_date=row.from_date)


def test_term_when_removed_is_gone_and_leaves_a_trail() -> None:
    set_term()
    remove("Autumn")
    assert not SchoolTerm.objects.known().exists()
    assert AuditEvent.objects.get(event="school_term_removed").data["start"] == "2026-09-02"
    with pytest.raises(SchoolTermRefused) as refusal:
        remove("Autumn")
    assert refusal.value.codes == ["school_term_unknown"]


def test_terms_as_known_before_they_were_set_otherwise_read_the_same_for_ever() -> None:
    first, second, third = (datetime(2026, 5, day, tzinfo=UTC) for day in (1, 2, 3))
    longer = Period(AUTUMN.start, date(2026, 12, 20))
    council = make_authority()
    for at, term in ((first, AUTUMN), (second, longer)):
        set_school_term(
            by=as_viewer(make_user(Role.ADMINISTRATOR), at),
            authority=council,
            name="Autumn",
            from_date=term.start,
            until_date=term.until,
        )
    by = as_viewer(make_user(Role.ADMINISTRATOR), third)
    remove_school_term(by=by, authority=council, name="Autumn")
    seen = [school_terms(council.pk, AUTUMN, moment=at) for at in (first, second, third, None)]
    assert seen == [[], [AUTUMN], [longer], []]


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR])
def test_term_when_not_an_administrator_is_neither_set_nor_removed(role: Role) -> None:
    set_term()
    with pytest.raises(PermissionDenied):
        set_term(role=role)
    with pytest.raises(PermissionDenied):
        remove("Autumn", role=role)


def test_terms_of_a_holiday_are_those_on_either_side(django_assert_num_queries) -> None:
    set_term()
    set_term("Summer", SUMMER)
    set_term("Long before", Period(date(2025, 1, 6), date(2025, 4, 5)))
    holiday = Period(date(2026, 8, 1), date(2026, 8, 29))
    council = make_authority().pk
    with django_assert_num_queries(1):
        terms = school_terms(council, holiday)
    assert terms == [SUMMER, AUTUMN]
    assert not unknown_terms(holiday, terms)
    assert school_terms(make_authority().pk, Period(date(2026, 8, 1))) == [SUMMER, AUTUMN]
    assert school_terms(make_other_authority().pk, holiday) == []


def test_terms_that_are_read_for_a_period_say_of_it_what_all_terms_say() -> None:
    council = make_authority()

    # Any machine is quick enough: what is drawn says nothing of how long it takes.
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(any_terms(), any_period())
    def check(terms: list[Period], period: Period) -> None:
        SchoolTerm.objects.all().delete()
        SchoolTerm.objects.bulk_create(
            SchoolTerm(
                authority=council,
                name=str(number),
                from_date=term.start,
                until_date=term.until,
                set_at="2026-01-01T00:00Z",
                set_by_system="test",
            )
            for number, term in enumerate(terms)
        )
        read = school_terms(council.pk, period)
        assert unknown_terms(period, read) == unknown_terms(period, terms)
        assert all(term in read for term in terms if term.overlaps(period))

    check()


def test_command_sets_removes_and_lists_with_the_days_of_which_nothing_is_set() -> None:
    make_authority()
    said = StringIO()
    call_command("school_terms", "fernshire", stdout=said)
    assert said.getvalue().startswith("No school terms are set from ")
    add = ["fernshire", "--add", "Autumn 2026", "2026-09-02", "2026-10-24"]
    call_command("school_terms", *add, stdout=said)
    line = "Autumn 2026: from 2 September 2026 to 23 October 2026, both days included."
    assert line in said.getvalue()
    call_command("school_terms", "fernshire", "--remove", "Autumn 2026", stdout=said)
    assert not SchoolTerm.objects.known().exists()


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere"],
        ["fernshire", "--add", "Autumn", "2026-09-02", "2026-09-02"],
        ["fernshire", "--add", "Autumn", "September", "2026-12-19"],
        ["fernshire", "--remove", "Autumn"],
    ],
)
def test_command_when_it_cannot_says_why(words: list[str]) -> None:
    make_authority()
    with pytest.raises(CommandError):
        call_command("school_terms", *words)
