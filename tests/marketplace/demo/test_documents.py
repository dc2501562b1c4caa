"""Generated documents are those that search keeps of the loaded demo, so that measuring them measures it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.council.pack import start_council
from marketplace.demo.load.council import answers_of, load_places, load_staff
from marketplace.demo.load.everything import loader
from marketplace.demo.load.facts import CouncilFacts
from marketplace.demo.load.suppliers import load_suppliers
from marketplace.generator.documents import document
from marketplace.generator.management.commands import bench
from marketplace.generator.place import FERNSHIRE
from marketplace.generator.suppliers import suppliers
from marketplace.listings.models import Listing
from search.projection import project
from tests.factories.accounts import as_viewer

AT = datetime(2026, 9, 21, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_documents_when_the_council_is_loaded_are_those_that_search_keeps() -> None:
    specs = {spec.number: spec for spec in suppliers(120, 5)}
    council = start_council(by=Viewer.machine(loader(), AT), answers=answers_of(FERNSHIRE))
    load_places(council)
    staff = load_staff(as_viewer(loader(), AT, council), FERNSHIRE, council)
    facts = CouncilFacts.of(council, staff[Role.ACCREDITOR])
    load_suppliers(
        by=as_viewer(loader(), AT), anchor=bench.ANCHOR, facts=facts, specs=specs.values()
    )

    kept = {
        doc.listing_id: doc for doc in project(Listing.objects.values_list("pk", flat=True), AT)
    }

    assert len(kept) > 80
    for listing in Listing.objects.filter(pk__in=kept).select_related("supplier"):
        number = int(listing.supplier.email.partition("@")[0].removeprefix("supplier"))
        spec = specs[number]
        said = next(each for each in spec.listings if each.title == listing.title)
        made = document(spec, said, bench.ANCHOR, council.pk, listing.pk)
        assert _plain(made) == _plain(kept[listing.pk])


def _plain(doc: Any) -> tuple[Any, ...]:
    prices = sorted(doc.prices, key=lambda price: (price.unit, price.amount_pence))
    values = {name: getattr(doc, name) for name in doc.__slots__ if name != "prices"}
    return values, prices
