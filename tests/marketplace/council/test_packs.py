"""What every room has a new council begin with: there, its own, and not twice."""

from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cms.models import InformationPage
from marketplace.accounts.models import Authority, AuthorityHost
from marketplace.accounts.rules import MAY_MAKE_COUNCILS, Role
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Criterion, Scheme, SchemeKind
from marketplace.brokerage.rules import CHARGING, CHARGING_FROM
from marketplace.core.actors import SystemActor
from marketplace.core.models import AuditEvent
from marketplace.core.rooms import collected
from marketplace.council.models import CouncilFigure
from marketplace.council.pack import start_council
from marketplace.council.queries import figure
from marketplace.council.rules import CouncilAnswers
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind
from tests.conftest import NOW
from tests.factories.accounts import as_viewer, make_authority, make_user

pytestmark = pytest.mark.django_db
ANSWERS = CouncilAnswers(
    slug="northshire",
    name="Northshire County Council",
    short_name="Northshire",
    help_phone="01632 960 100",
    help_hours="9am to 5pm, Monday to Friday",
    email="care@northshire.example",
    hosts=("care.northshire.example", "www.northshire.example"),
    ons_code="E10000000",
)


def maker() -> Viewer:
    return Viewer.machine(SystemActor("test", frozenset(collected().permissions)), NOW)


def made() -> Authority:
    return start_council(by=maker(), answers=ANSWERS)


def rows(council: Authority) -> Counter[str]:
    """How many rows of each model the packs have made for a council."""
    return Counter(
        {
            model._meta.label: model.objects.filter(authority=council).count()
            for pack in collected().packs
            for model in pack.makes
        }
    )


def test_council_when_started_has_rows_of_all_that_packs_make() -> None:
    council = made()
    found = rows(council)
    assert found
    assert all(found.values()), found
    hosts = AuthorityHost.objects.filter(authority=council).order_by("pk")
    assert list(hosts.values_list("host", flat=True)) == list(ANSWERS.hosts)
    assert council.ons_code == "E10000000"
    assert AuditEvent.objects.get(event="council_made").data == {"hosts": 2}


def test_packs_when_started_again_change_nothing() -> None:
    council = made()
    Term.objects.filter(authority=council, code="stroke").update(label="Stroke")
    before = rows(council), list(Term.objects.values_list("pk", "label").order_by("pk"))
    pages = list(InformationPage.objects.values_list("pk", "latest_revision_id").order_by("pk"))
    within = Viewer.machine(maker().actor, NOW, council)
    for pack in collected().packs:
        if pack.start:
            pack.start(by=within, authority=council)
    assert (rows(council), list(Term.objects.values_list("pk", "label").order_by("pk"))) == before
    again = InformationPage.objects.values_list("pk", "latest_revision_id").order_by("pk")
    assert list(again) == pages


def test_packs_when_another_council_is_made_leave_the_first_alone() -> None:
    first = make_authority()
    assert rows(first).total() == 0
    made()
    assert rows(first).total() == 0


def test_schemes_of_a_new_council_cover_every_kind_of_supplier_once() -> None:
    council = made()
    kinds = SchemeKind.objects.filter(scheme__authority=council).values_list("kind", flat=True)
    assert sorted(kinds) == sorted(SupplierKind)
    asked = Criterion.objects.filter(version__scheme__authority=council, mandatory=True)
    assert set(asked.values_list("kind", flat=True)) == set(SupplierKind)
    names = Scheme.objects.filter(authority=council).values_list("name", flat=True)
    assert all(name.startswith("Northshire ") for name in names)


def test_words_of_a_new_council_are_of_every_kind_but_areas() -> None:
    council = made()
    kinds = set(Term.objects.filter(authority=council).values_list("kind", flat=True))
    assert kinds >= {TermKind.CATEGORY, TermKind.NEED, TermKind.LANGUAGE, TermKind.FUNDING}
    assert TermKind.AREA not in kinds


def test_charging_figures_of_a_new_council_hold_from_their_day_with_their_source() -> None:
    council = made()
    held = CouncilFigure.objects.filter(authority=council)
    assert {row.key: row.value for row in held} == {one.key: one.usual for one in CHARGING}
    assert {row.from_date for row in held} == {CHARGING_FROM}
    assert all("LAC(DHSC)(2026)2" in row.source or "2014" in row.source for row in held)
    assert figure(council.pk, "upper_capital_limit", date(2026, 9, 21)) == 23_250_00
    assert figure(council.pk, "personal_expenses_allowance", date(2026, 9, 21)) == 31_80


def test_charging_figure_that_a_council_has_set_is_left_as_it_is() -> None:
    council = made()
    row = CouncilFigure.objects.get(authority=council, key="upper_capital_limit")
    CouncilFigure.objects.filter(pk=row.pk).update(value=1, from_date=date(2026, 5, 1))
    for pack in (pack for pack in collected().packs if CouncilFigure in pack.makes):
        assert pack.start
        pack.start(by=Viewer.machine(maker().actor, NOW, council), authority=council)
    values = CouncilFigure.objects.filter(authority=council, key=row.key)
    assert list(values.values_list("value", flat=True)) == [1]


def test_pages_of_a_new_council_are_public_and_due_to_be_read_in_half_a_year() -> None:
    made()
    pages = list(InformationPage.objects.all())
    assert len(pages) == 3
    assert all(page.live and page.review_by == date(2027, 3, 20) for page in pages)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR])
def test_start_when_a_user_asks_is_refused(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        start_council(by=as_viewer(make_user(role)), answers=ANSWERS)
    assert not Authority.objects.filter(slug="northshire").exists()


def test_start_when_a_machine_of_another_trade_asks_is_refused() -> None:
    others = frozenset(collected().permissions) - {MAY_MAKE_COUNCILS}
    with pytest.raises(PermissionDenied):
        start_council(by=Viewer.machine(SystemActor("other", others), NOW), answers=ANSWERS)
