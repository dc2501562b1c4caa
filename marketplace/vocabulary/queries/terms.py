"""A council's words, with what uses them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import collected
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind


@dataclass(frozen=True)
class TermLine:
    """A word of a list and what uses it, as ("listings", 12)."""

    term: Term
    uses: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class TermList:
    """A kind of word, and how many of them a council offers."""

    kind: TermKind
    count: int


def term_lists(viewer: Viewer) -> list[TermList]:
    """The lists of the viewer's council, empty ones too. One query."""
    rows = Term.objects.visible_to(viewer).order_by().values("kind")
    counted = dict(rows.annotate(n=Count("pk", filter=Q(retired_at=None))).values_list("kind", "n"))
    return [TermList(kind, counted.get(kind.value, 0)) for kind in TermKind]


def terms_of(viewer: Viewer, kind: TermKind) -> list[TermLine]:
    """The words of a list in their order, retired ones last. A query for each thing that uses words."""
    terms = list(Term.objects.visible_to(viewer).filter(kind=kind))
    uses = _uses([term.pk for term in terms])
    lines = [TermLine(term, tuple(uses.get(term.pk, []))) for term in terms]
    return sorted(lines, key=lambda line: line.term.retired_at is not None)


def others_of(term: Term) -> list[Term]:
    """The other words that are offered in the same list."""
    listed = Term.objects.of(term.authority_id, TermKind(term.kind)).offered()
    return list(listed.exclude(pk=term.pk))


def place_of(term: Term) -> int:
    """At which place of its list a word is, the first being 1."""
    listed = Term.objects.of(term.authority_id, TermKind(term.kind)).offered()
    ids = list(listed.values_list("pk", flat=True))
    return ids.index(term.pk) + 1 if term.pk in ids else len(ids) + 1


def uses_of(term_id: int) -> list[tuple[str, int]]:
    """What uses a word, and how many."""
    return _uses([term_id]).get(term_id, [])


def _uses(term_ids: Collection[int]) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    for use in collected().term_uses:
        for term_id, count in Counter(use.count(term_ids)).items():
            if count:
                found.setdefault(term_id, []).append(
                    (use.one if count == 1 else use.several, count)
                )
    return found
