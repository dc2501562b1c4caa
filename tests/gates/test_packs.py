"""What belongs to a council and never goes is a new council's from the start, or somebody says how it gets it."""

from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps

from marketplace.accounts.models import Authority
from marketplace.core.retention import Kept, Never
from marketplace.core.rooms import Pack, Room, collected
from marketplace.vocabulary.models import Place, Term

HOW = (
    "name it in pack=Pack(…) of the room's room.py: in makes= where `start` gives a new council rows"
    " of it, else in otherwise= with how a council gets them"
)


def without_a_beginning(rooms: tuple[Room, ...]) -> list[str]:
    """Models with a council of their own whose rows stay for ever, and of which no pack says anything."""
    packs = [room.pack for room in rooms if room.pack]
    named = {model for pack in packs for model in (*pack.makes, *pack.otherwise)}
    return [
        f"{kept.model._meta.label}: {HOW}"
        for room in rooms
        for kept in room.keeps
        if isinstance(kept.ends, Never) and _is_a_councils(kept.model)
        if kept.model not in named
    ]


def _is_a_councils(model: type[models.Model]) -> bool:
    return any(
        field.name == "authority" and field.related_model is Authority
        for field in model._meta.concrete_fields
    )


def never(model: Any) -> tuple[Kept, ...]:
    return (Kept(model, "Things", Never("it is about nobody")),)


@isolate_apps("marketplace.vocabulary")
def test_council_rows_when_no_pack_names_them_are_refused() -> None:
    class Rule(models.Model):
        authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")

        class Meta:
            app_label = "vocabulary"

        def __str__(self) -> str:
            return "a rule"

    other = Pack(makes=(Term,), otherwise={Place: "they are read from a list"})
    for pack in (None, other):
        found = without_a_beginning((Room("planted", keeps=never(Rule), pack=pack),))
        assert found == [f"vocabulary.Rule: {HOW}"]


@pytest.mark.parametrize(
    "pack", [Pack(makes=(Term,)), Pack(otherwise={Term: "an administrator adds them"})]
)
def test_council_rows_when_their_pack_names_them_pass(pack: Pack) -> None:
    assert without_a_beginning((Room("planted", keeps=never(Term), pack=pack),)) == []


def test_council_rows_of_the_product_have_a_beginning() -> None:
    found = without_a_beginning(collected().all)
    assert not found, "\n".join(found)


def test_packs_of_the_product_that_make_rows_say_what_a_council_begins_with() -> None:
    making = [pack for pack in collected().packs if pack.makes]
    assert making
    assert all(pack.start and pack.begins_with for pack in making)
