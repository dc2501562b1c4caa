"""What every model keeps to: who and when together, a council's rows in sight of it only, whole
pence, no third truth."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from django.db import models
from django.test.utils import isolate_apps

from tests.gates.product import our_models

Model = type[models.Model]
Field: TypeAlias = "models.Field[Any, Any]"

#: Carries its authority, yet is no list that a person sees: why.
NOT_A_LIST = {
    "accounts.AuthorityHost": "read by the host gate only",
    "accounts.KeptAnswers": "its author's only, read through queries.kept_answers",
    "accounts.Team": "read through the viewer, who carries its ids",
    "accounts.Membership": "read through the user",
    "accounts.StaffChange": "read through queries.changes_visible, by who may see staff",
    "accounts.Invitation": "read with its change, or by whoever has the link",
    "accounts.HandOver": "read with its change",
    "vocabulary.Term": "public words of the council",
    "vocabulary.Place": "public places of the council",
    "accreditation.Scheme": "public: what the council asks",
    "brokerage.PersonalBudget": "reached through the person",
    "ledger.Account": "reached through the person",
    "ledger.Transfer": "reached through its accounts",
    "ledger.Seal": "hashes only, read by verify_ledger",
    "cards.StatementImport": "reached through its account",
    "cards.Authorisation": "reached through its account",
    "reconciliation.Match": "reached through its line",
    "search.SearchDocumentRow": "a copy; hits are read again through Listing.public",
    "search.ChangeLog": "ids only, read by the index",
    "people.ListReading": "ids and codes only; the person reads it with who looked",
    "core.AuditEvent": "ids only; auditors' pages come later",
}


def unpaired(ours: Iterable[Model]) -> list[str]:
    """`x_at` beside `x_by…` columns, of which one may be null, in no check together.

    A moment that is never null needs no part in the check: its actor's columns alone do.
    """
    return [
        f"{model._meta.label}.{when.name}: constrain it with {', '.join(who)}"
        for model in ours
        for when, who in _pairs(model)
        if not any(
            all(name in check for name in [*([when.name] if when.null else []), *who])
            for check in _checks(model)
        )
    ]


def _pairs(model: Model) -> Iterator[tuple[Field, list[str]]]:
    fields = {field.name: field for field in model._meta.local_fields}
    for name, when in fields.items():
        if name.endswith("_at"):
            who = [n for n in fields if n.startswith(name.removesuffix("_at") + "_by")]
            if who and any(fields[n].null for n in [name, *who]):
                yield when, who


def _checks(model: Model) -> list[str]:
    checks = (c for c in model._meta.constraints if isinstance(c, models.CheckConstraint))
    return [str(check.condition) for check in checks]


def unscoped(ours: Iterable[Model]) -> list[str]:
    """Models that carry an authority and have no `visible_to`."""
    return [
        f"{model._meta.label}: give its queryset visible_to(viewer)"
        for model in ours
        if {"authority", "authority_id"} & {f.name for f in model._meta.get_fields()}
        and model._meta.label not in NOT_A_LIST
        and not hasattr(model._default_manager.all(), "visible_to")
    ]


def three_valued(ours: Iterable[Model]) -> list[str]:
    """Booleans that may be null."""
    return [
        f"{field.model._meta.label}.{field.name}: make it an enum"
        for field in _fields(ours)
        if isinstance(field, models.BooleanField) and field.null
    ]


def broken_pence(ours: Iterable[Model]) -> list[str]:
    """Pence that are not whole, and pounds: anything but whole pence."""
    return [
        f"{field.model._meta.label}.{field.name}: money is whole pence in an integer"
        for field in _fields(ours)
        if (field.name.endswith("_pence") and not isinstance(field, models.IntegerField))
        or field.name.endswith(("_pounds", "_gbp"))
    ]


def _fields(ours: Iterable[Model]) -> Iterator[Field]:
    return (field for model in ours for field in model._meta.local_fields)


@isolate_apps()
def test_models_when_they_break_a_rule_are_refused() -> None:
    class Planted(models.Model):
        authority = models.IntegerField()
        decided_at = models.DateTimeField(null=True)
        decided_by_user_id = models.IntegerField(null=True)
        decided_by_system = models.CharField(max_length=40, blank=True)
        is_open = models.BooleanField(null=True)
        price_pence = models.DecimalField(max_digits=9, decimal_places=2)
        fee_pounds = models.IntegerField()

        def __str__(self) -> str:
            return "planted"

        class Meta:
            app_label = "gates"
            constraints = [
                models.CheckConstraint(
                    condition=models.Q(decided_at__isnull=True, decided_by_user_id__isnull=True),
                    name="not_all_of_them",
                )
            ]

    ours = [Planted]
    assert [len(gate(ours)) for gate in (unpaired, unscoped, three_valued, broken_pence)] == [
        1,
        1,
        1,
        2,
    ]


@isolate_apps()
def test_models_when_they_keep_the_rules_pass() -> None:
    class Rows(models.QuerySet):  # type: ignore[type-arg]
        def visible_to(self, viewer: object) -> "Rows":
            return self

    class Kept(models.Model):
        authority = models.IntegerField()
        decided_at = models.DateTimeField(null=True)
        decided_by = models.CharField(max_length=40, blank=True)
        is_open = models.BooleanField()
        price_pence = models.BigIntegerField()
        objects = Rows.as_manager()

        def __str__(self) -> str:
            return "kept"

        class Meta:
            app_label = "gates"
            constraints = [
                models.CheckConstraint(
                    condition=models.Q(decided_at__isnull=True, decided_by=""), name="both"
                )
            ]

    gates = (unpaired, unscoped, three_valued, broken_pence)
    assert [gate([Kept]) for gate in gates] == [[], [], [], []]


def test_who_and_when_of_the_product_are_constrained_together() -> None:
    assert unpaired(our_models()) == []


def test_models_of_the_product_when_scoped_have_visible_to() -> None:
    assert unscoped(our_models()) == []


def test_fields_of_the_product_have_two_truths() -> None:
    assert three_valued(our_models()) == []


def test_money_of_the_product_is_whole() -> None:
    assert broken_pence(our_models()) == []


def test_models_when_excused_from_visible_to_are_there() -> None:
    assert NOT_A_LIST.keys() <= {model._meta.label for model in our_models()}
