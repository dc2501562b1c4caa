"""Whether the ledger is whole, in sentences."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.models.functions import Coalesce

from marketplace.brokerage.triggers import missing_triggers as missing_plan_guards
from payments.ledger.models import Account, Transfer
from payments.ledger.queries.closings import closings_that_differ
from payments.ledger.queries.seals import broken_seals
from payments.ledger.triggers import missing_triggers


def problems() -> Iterator[str]:
    """Everything that is wrong with the ledger, as sentences; nothing when it is whole.

    The guards of approved plans are its concern too: payments are matched to what those promise.
    """
    for name in missing_guards():
        yield f"The guard {name} is missing from the database. Run manage.py migrate to put it back."
    yield from _groups_that_do_not_add_up()
    yield from _reversals_that_do_not_mirror()
    yield from _councils_that_mix()
    yield from _people_who_mix()
    yield from closings_that_differ()
    yield from broken_seals()


def missing_guards() -> list[str]:
    """The names of the database's guards of ledger, audit trail and plans that are not there."""
    return [*missing_triggers(), *missing_plan_guards()]


def _groups_that_do_not_add_up() -> Iterator[str]:
    """The legs of one reference; what was put right later is posted in the same group, under another."""
    groups = Transfer.objects.values("group", "source", "reference").annotate(
        moved=Sum("amount_pence"), least=Min("group_total_pence"), most=Max("group_total_pence")
    )
    for row in groups.order_by("group", "source", "reference").iterator():
        if not row["moved"] == row["least"] == row["most"]:
            yield (
                f"Group {row['group']} moves {row['moved']} pence, and its line says {row['most']}."
            )


def _reversals_that_do_not_mirror() -> Iterator[str]:
    for row in Transfer.objects.filter(reverses__isnull=False).select_related("reverses"):
        undone = row.reverses
        if undone is None or (row.debit_id, row.credit_id, row.amount_pence) != (
            undone.credit_id,
            undone.debit_id,
            undone.amount_pence,
        ):
            yield f"Transfer {row.pk} does not undo exactly what it says it undoes."


def _councils_that_mix() -> Iterator[str]:
    mixed = Transfer.objects.filter(
        ~Q(debit__authority_id=F("authority_id")) | ~Q(credit__authority_id=F("authority_id"))
    ).aggregate(found=Count("pk"))["found"]
    if mixed:
        yield f"{mixed} transfers touch an account of another council."


def _people_who_mix() -> Iterator[str]:
    """Money never moves between two people, also in a bank account that they share, nor two currencies."""
    between = Transfer.objects.annotate(
        debited=Coalesce("debit__person_id", 0), credited=Coalesce("credit__person_id", 0)
    ).exclude(debited=F("credited"))
    for pk in between.order_by("pk").values_list("pk", flat=True).iterator():
        yield f"Transfer {pk} moves money between the accounts of two people."
    currencies = Transfer.objects.exclude(debit__currency=F("credit__currency"))
    for pk in currencies.order_by("pk").values_list("pk", flat=True).iterator():
        yield f"Transfer {pk} moves money between two currencies."
    of_two = Account.objects.filter(
        (Q(fund__person__isnull=False) & ~Q(fund__person=F("person")))
        | (Q(plan_line__person__isnull=False) & ~Q(plan_line__person=F("person")))
    )
    for code in of_two.order_by("pk").values_list("code", flat=True):
        yield f"Account {code} is of one person, with the fund or planned support of another."
