"""A council's figures: usual until set, dated, put right for a day, refused with codes."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from marketplace.accounts.rules import Role
from marketplace.core import rooms
from marketplace.core.errors import problem
from marketplace.core.models import AuditEvent
from marketplace.core.rooms import Figure, Room
from marketplace.core.wording import sentence_of
from marketplace.council.actions import set_figure
from marketplace.council.errors import FigureRefused
from marketplace.council.queries import figure, figures, values_over_time
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user

pytestmark = pytest.mark.django_db
DAYS = Figure("planted_days", "Days to decide", "days", 10, "judgement: two working weeks")
APRIL = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _planted():
    """One more room, which declares a figure."""
    before = rooms.collected().all
    rooms.install([*before, Room("planted", figures=(DAYS,))])
    yield
    rooms.install(before)


def set_days(value: int, day: date = APRIL, role: Role = Role.ADMINISTRATOR, key: str = DAYS.key):
    return set_figure(
        by=as_viewer(make_user(role)),
        authority=make_authority(),
        key=key,
        value=value,
        from_date=day,
        source="Cabinet, 3 March 2026",
    )


def test_figure_when_never_set_is_the_usual_one():
    assert figure(make_authority().pk, DAYS.key, APRIL) == 10


def test_figure_as_known_before_it_was_put_right_reads_the_same_for_ever():
    council = make_authority()
    for day, value in ((1, 7), (2, 5)):
        set_figure(
            by=as_viewer(make_user(Role.ADMINISTRATOR), datetime(2026, 5, day, tzinfo=UTC)),
            authority=council,
            key=DAYS.key,
            value=value,
            from_date=APRIL,
            source="Cabinet, 3 March 2026",
        )
    moments = [datetime(2026, 5, day, tzinfo=UTC) for day in (1, 2, 3)]
    seen = [figure(council.pk, DAYS.key, APRIL, moment=at) for at in (*moments, None)]
    assert seen == [10, 7, 5, 5]
    over_time = values_over_time(council.pk, DAYS.key, moment=moments[1])
    assert over_time == ((date.min, 10), (APRIL, 7))


def test_figure_when_set_holds_from_its_day_in_its_own_council_only():
    set_days(7)
    set_days(5, date(2026, 6, 1))
    council = make_authority().pk
    seen = [figure(council, DAYS.key, day) for day in (date(2026, 3, 31), APRIL, date(2026, 6, 1))]
    assert seen == [10, 7, 5]
    assert figure(make_other_authority().pk, DAYS.key, date(2026, 6, 1)) == 10


def test_figures_when_several_are_asked_take_one_query(django_assert_num_queries):
    council = make_authority().pk
    with django_assert_num_queries(1):
        assert figures(council, [DAYS.key], APRIL) == {DAYS.key: 10}


def test_set_figure_when_set_again_for_the_day_puts_it_right_and_leaves_a_trail():
    set_days(7)
    row = set_days(8)
    assert (row.value, type(row).objects.known().count()) == (8, 1)
    trail = AuditEvent.objects.filter(event="figure_set").order_by("pk")
    assert [event.data["value"] for event in trail] == [7, 8]


@pytest.mark.parametrize(
    ("key", "value"), [("planted_dayz", 7), (DAYS.key, -1), (DAYS.key, DAYS.most + 1)]
)
def test_set_figure_when_unknown_or_out_of_range_is_refused(key, value):
    with pytest.raises(FigureRefused) as refusal, transaction.atomic():
        set_days(value, key=key)
    expected = "figure_unknown" if key != DAYS.key else "figure_out_of_range"
    assert refusal.value.codes == [expected]
    assert not AuditEvent.objects.filter(event="figure_set").exists()


@pytest.mark.parametrize("role", [Role.FINANCE, Role.EDITOR])
def test_set_figure_when_not_an_administrator_is_refused(role):
    with pytest.raises(PermissionDenied):
        set_days(7, role=role)


def test_sentences_say_what_to_do():
    assert sentence_of(problem("figure_unknown", key="x")).startswith("There is no figure called x")
    said = sentence_of(problem("figure_out_of_range", label="Days to decide", least=0, most=9))
    assert said == "Days to decide: enter a whole number from 0 to 9."


def test_command_when_setting_and_listing_says_both():
    make_authority()
    said = StringIO()
    words = ["fernshire", DAYS.key, "7", "--from", "2026-04-01", "--source", "Cabinet"]
    call_command("figures", *words, stdout=said)
    call_command("figures", "fernshire", stdout=said)
    assert "planted_days is 7 from 2026-04-01." in said.getvalue()
    assert "planted_days: 7 days. Days to decide." in said.getvalue()
    unused = [one for one in rooms.collected().figures.values() if one.not_used_yet]
    assert said.getvalue().count("not used in any calculation yet") == len(unused) > 0


@pytest.mark.parametrize(
    "words", [["nowhere"], ["fernshire", DAYS.key, "7"], ["fernshire", "x", "7", "--source", "y"]]
)
def test_command_when_it_cannot_be_done_says_so(words):
    make_authority()
    with pytest.raises(CommandError):
        call_command("figures", *words)
