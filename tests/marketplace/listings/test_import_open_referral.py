"""Open Referral UK services: what is read, what is refused and where, and what each becomes."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from marketplace.accounts.models import Authority
from marketplace.listings.imports.facts import ImportedPrice, Refused
from marketplace.listings.models import Listing
from marketplace.listings.openreferral.mapping import to_listing
from marketplace.listings.openreferral.profile import Service
from marketplace.listings.openreferral.reader import (
    NotServices,
    ReadService,
    read_file,
    read_open_referral,
)
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import Source, SupplierKind
from marketplace.vocabulary.rules import TermKind
from tests.factories.accounts import make_authority
from tests.factories.vocabulary import make_term, make_vocabulary

SAMPLES = Path(__file__).parents[2] / "samples" / "open_referral"
FULL = SAMPLES / "service_full.json"
ON = date(2026, 9, 21)
ID = "0a4c1f0e-5d0b-4a1e-9a53-5d8d5d7c00"


@pytest.fixture
def council(db: None) -> Authority:
    return make_authority()


def run(path: Path) -> str:
    out = StringIO()
    call_command("import_open_referral", path, authority="fernshire", stdout=out)
    return out.getvalue()


def run_refused(path: Path) -> str:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_open_referral", path, authority="fernshire", stdout=out)
    return out.getvalue()


def service(**facts: Any) -> dict[str, Any]:
    return {
        "id": f"{ID}01",
        "name": "Club",
        "status": "active",
        "organization": {"id": f"{ID}02", "name": "Trust", "description": "We help"},
        **facts,
    }


def only(value: Any) -> ReadService | Refused | NotServices:
    (found,) = read_file(json.dumps(value).encode(), "x.json")
    return found


def reason(value: Any) -> str:
    found = only(value)
    assert isinstance(found, Refused)
    return found.reason


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"name": 5}, "name: it must be text"),
        ({"name": " "}, "name: it is empty"),
        ({"status": "open"}, "status: it is none of the values that the profile allows"),
        ({"email": "a.b.c"}, "email: “a.b.c” is not an e-mail address"),
        ({"email": False}, "email: it must be text"),
        ({"url": "club"}, "url: “club” is not a web address"),
        ({"id": "12"}, "id: “12” is not a UUID"),
        ({"last_modified": "yesterday"}, "last_modified: “yesterday” is not a date and time"),
        ({"minimum_age": "18"}, "minimum_age: it must be a number"),
        ({"organization": None}, "it names no organisation"),
        ({"organization_id": f"{ID}99"}, "organization_id is not the id of the organization"),
        (
            {"organization": {"id": f"{ID}02", "name": "Trust"}},
            "organization.description: it is missing",
        ),
        ({"schedules": [{"id": f"{ID}03", "freq": "DAILY"}]}, "schedules[0].freq: it is none of"),
        ({"languages": {}}, "languages: it must be a list"),
    ],
)
def test_what_breaks_the_profile_is_refused_with_its_place(
    facts: dict[str, Any], words: str
) -> None:
    assert words in reason(service(**facts))


def test_a_page_a_list_and_a_single_service_are_all_read() -> None:
    for value in ({"contents": [service()]}, [service()], service()):
        assert isinstance(only(value), ReadService)


@pytest.mark.parametrize(
    "value",
    [{"contents": []}, [], {"id": f"{ID}02", "name": "Trust", "description": "x"}, 5, "text"],
)
def test_what_is_not_services_is_told_apart(value: Any) -> None:
    assert isinstance(only(value), NotServices)


@pytest.mark.parametrize(
    ("content", "position", "words"),
    [
        (b'{"id": 1,\n oops}', "x.json, line 2, column 2", "it is not JSON"),
        (b"\xff\xfe", "x.json", "it is not UTF-8 text"),
        (b"[" * 100_000, "x.json", "nested too deep"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(content: bytes, position: str, words: str) -> None:
    (found,) = read_file(content, "x.json")
    assert isinstance(found, Refused)
    assert found.position == position
    assert words in found.reason


def mapped(**facts: Any) -> Any:
    read = Service.model_validate(service(**facts))
    assert read.organization
    return to_listing(read, read.organization, "here", ON)


@pytest.mark.parametrize(
    ("option", "price"),
    [
        ({"amount": 12, "amount_description": "per hour"}, ("hour", "weekday", 1200)),
        ({"amount": 35, "amount_description": "per 1 hour session"}, ("session", "weekday", 3500)),
        ({"amount": 5, "amount_description": "each"}, ("item", "weekday", 500)),
        (
            {"amount": 30, "amount_description": "£ an hour", "option": "Weekends"},
            ("hour", "weekend", 3000),
        ),
        ({"amount": 12, "amount_description": "a term"}, None),
        ({"amount": -1, "amount_description": "per hour"}, None),
    ],
)
def test_a_cost_is_a_price_where_the_unit_can_be_told(
    option: dict[str, Any], price: tuple[str, str, int] | None
) -> None:
    prices = mapped(cost_options=[{"id": f"{ID}05", **option}]).prices
    assert prices == (() if price is None else (ImportedPrice(*price),))


def test_a_price_keeps_its_dates() -> None:
    (price,) = mapped(
        cost_options=[
            {
                "id": f"{ID}05",
                "amount": 12,
                "amount_description": "per hour",
                "valid_from": "2026-01-01",
                "valid_to": "2026-12-31",
            }
        ]
    ).prices
    assert (price.from_date, price.until_date) == (date(2026, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Dial-a-ride", "transport"), ("Oak nursing home", "care_home"), ("Choir", "community")],
)
def test_the_kind_of_supplier_is_read_from_the_words(name: str, kind: str) -> None:
    assert mapped(name=name).supplier["kind"] == kind


def test_a_full_service_becomes_a_supplier_with_a_draft_listing(council: Authority) -> None:
    make_vocabulary()
    make_term(TermKind.CATEGORY, "Lunch clubs")
    out = run(FULL)
    assert "Read 1, created 1, changed 0, unchanged 0, refused 0" in out
    assert "1 of its prices do not say what they buy" in out
    supplier = Supplier.objects.get(source=Source.OPEN_REFERRAL)
    assert (supplier.name, supplier.kind) == (
        "Stoke Fern Community Trust",
        SupplierKind.COMMUNITY,
    )
    assert (supplier.town, supplier.postcode, supplier.latitude) == ("Stoke Fern", "FS2 3AB", 52.11)
    listing = supplier.listings.get()
    assert listing.summary == "A hot lunch and company. We fetch you & bring you home."
    assert "What they say about cost: Bring what you can." in listing.description
    assert {t.label for t in listing.terms.all()} == {"Polish", "Brackenford", "Lunch clubs"}
    price = listing.prices.get()
    assert (price.unit, price.amount_pence) == ("session", 650)
    assert [(s.day, s.part) for s in listing.slots.all()] == [(1, "lunch"), (4, "lunch")]
    assert "Joan" not in str(listing.__dict__) + str(supplier.__dict__)


def test_a_folder_reports_what_is_wrong_and_takes_the_rest(council: Authority) -> None:
    out = run_refused(SAMPLES)
    assert "services_page.json, $.contents[1]: email: “wheels-at-ferry”" in out
    assert "services_page.json, $.contents[2]: it names no organisation" in out
    assert "Note. services_page.json, $.contents[3] is defunct, so it was left out." in out
    assert "Note. taxonomies.json holds no services." in out
    assert (
        "Read 5, created 1, changed 0, unchanged 0, refused 2, vanished 0, repeated 1, left out 1."
    ) in out
    listing = Listing.objects.get()
    assert listing.prices.count() == 1


def test_the_same_folder_twice_changes_nothing(council: Authority) -> None:
    run_refused(SAMPLES)
    assert "created 0, changed 0, unchanged 1, refused 2" in run_refused(SAMPLES)
    assert Supplier.objects.count() == 1


def test_a_short_item_after_the_full_one_keeps_what_it_leaves_out(
    council: Authority, tmp_path: Path
) -> None:
    run(FULL)
    short = json.loads((SAMPLES / "services_page.json").read_text())["contents"][0]
    organization = json.loads(FULL.read_text())["organization"]
    file = tmp_path / "short.json"
    file.write_text(json.dumps({**short, "organization": organization}))
    assert "created 0, changed 0, unchanged 1" in run(file)
    file.write_text(json.dumps({**short, "name": "Lunch", "organization": organization}))
    assert "created 0, changed 1, unchanged 0" in run(file)
    listing = Listing.objects.get()
    assert (listing.title, listing.prices.count(), listing.slots.count()) == ("Lunch", 1, 2)


def test_an_organisation_that_nothing_describes_is_refused(
    council: Authority, tmp_path: Path
) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps(service(organization=None, organization_id=f"{ID}02")))
    assert f"nothing here describes its organisation {ID}02" in run_refused(file)


def test_a_single_file_without_services_is_refused(council: Authority) -> None:
    assert "no services were found in it" in run_refused(SAMPLES / "taxonomies.json")


@pytest.mark.real_data
@pytest.mark.parametrize("feed", ["Default", "Warn"])
def test_the_validators_good_feeds_pass(council: Authority, shared_data: Path, feed: str) -> None:
    folder = shared_data / "open-referral" / "validator-mocks" / f"V3.0-UK-{feed}"
    assert "Read 2, created 1, changed 0, unchanged 0, refused 0" in run(folder)
    assert "created 0, changed 0, unchanged 1, refused 0" in run(folder)


@pytest.mark.real_data
def test_the_validators_bad_feed_fails_throughout(council: Authority, shared_data: Path) -> None:
    folder = shared_data / "open-referral" / "validator-mocks" / "V3.0-UK-Fail"
    out = run_refused(folder)
    assert "service_list.json, $.contents[3]: name: it is missing; email: it must be text" in out
    assert "Read 5, created 0, changed 0, unchanged 0, refused 5" in out
    assert not Supplier.objects.exists()


@pytest.mark.real_data
def test_the_profiles_own_examples_pass(shared_data: Path) -> None:
    found = list(read_open_referral(shared_data / "open-referral" / "oruk-3.0"))
    assert sum(isinstance(one, ReadService) for one in found) == 2
    assert not [one for one in found if isinstance(one, Refused)]
