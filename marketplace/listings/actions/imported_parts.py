"""The parts of an imported draft: which terms its words name, its prices and its times."""

from datetime import date, datetime
from typing import Any

from django.utils.text import slugify

from marketplace.accounts.models import Authority
from marketplace.core.dates import london_date
from marketplace.core.transactions import require_transaction
from marketplace.listings.imports.facts import Facts
from marketplace.listings.models import Listing, Price, Slot
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind

#: The council's terms by kind and by the word that names them.
Terms = dict[str, dict[str, list[Term]]]


def write_parts(listing: Listing, facts: Facts, terms: Terms, at: datetime) -> None:
    """Terms, prices and slots of a draft, each only where the source said something of it."""
    require_transaction()
    if "hints" in facts:
        listing.terms.set(matched_terms(facts["hints"], terms))
    if "prices" in facts:
        listing.prices.all().delete()
        Price.objects.bulk_create(_price(listing, said, at) for said in facts["prices"])
    if "slots" in facts:
        listing.slots.all().delete()
        Slot.objects.bulk_create(
            Slot(listing=listing, day=day, part=part) for day, part in facts["slots"]
        )


def _price(listing: Listing, said: dict[str, Any], at: datetime) -> Price:
    until = date.fromisoformat(said["until_date"]) if said["until_date"] else None
    since = date.fromisoformat(said["from_date"]) if said["from_date"] else london_date(at)
    return Price(
        listing=listing,
        unit=said["unit"],
        day_band=said["day_band"],
        amount_pence=said["amount_pence"],
        from_date=since,
        until_date=until,
    )


def terms_by_word(authority: Authority) -> Terms:
    """The council's terms by kind, each under its code and under its label.

    A term that was merged leads to the one that took its place.
    """
    found: Terms = {}
    for term in Term.objects.filter(authority=authority).select_related("merged_into"):
        for word in {term.code, slugify(term.label)}:
            meant = term.merged_into or term
            found.setdefault(term.kind, {}).setdefault(word, []).append(meant)
    return found


def matched_terms(hints: dict[str, list[str]], terms: Terms) -> list[Term]:
    """The terms that the words name, in the singular or the plural; an area also within a sentence."""
    matched: dict[int, Term] = {}
    for kind, words in hints.items():
        known = terms.get(kind, {})
        for word in words:
            slug = slugify(word)
            forms = {slug, f"{slug}s", slug.removesuffix("s")}
            if kind == TermKind.AREA:
                forms |= {name for name in known if f"-{name}-" in f"-{slug}-"}
            for form in forms:
                matched.update({term.pk: term for term in known.get(form, [])})
    return list(matched.values())
