"""Whether the money adds up: the ledger, what is available, and every match against its transfers."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from payments.cards.models import Authorisation, MoneyAccount
from payments.ledger.models import Seal, Transfer
from payments.ledger.queries import balances
from payments.ledger.queries import problems as ledger_problems
from payments.ledger.rules import TransferCode
from payments.reconciliation.models import Match, MatchPart
from payments.reconciliation.rules.states import MatchState


def ledger_counts() -> tuple[int, int]:
    """How many transfers there are, and how many seals."""
    return Transfer.objects.count(), Seal.objects.count()


def integrity_problems() -> Iterator[str]:
    """Everything that is wrong, as sentences; nothing when all adds up."""
    yield from ledger_problems()
    yield from _availability()
    yield from _matches()
    yield from _legs_of_no_match()
    yield from _parts_of_others()


def _availability() -> Iterator[str]:
    """What is available is one row, changed with each posting, and must equal the sum."""
    accounts = list(MoneyAccount.objects.order_by("pk"))
    ledger = balances([account.ledger_account_id for account in accounts])
    held = dict(Authorisation.objects.values_list("account").annotate(Sum("held_pence")).order_by())
    for account in accounts:
        expected = ledger[account.ledger_account_id] - held.get(account.pk, 0)
        if account.available_pence != expected:
            yield (
                f"Account {account.pk} says {account.available_pence} pence are available; "
                f"the ledger less what is held says {expected}."
            )


def _legs_of_no_match() -> Iterator[str]:
    """What was posted for shares that hold no more must be reversed in full.

    Of a person whose record was erased no match is left, and the books stay as they were.
    """
    kept = Match.objects.filter(group=OuterRef("group"))
    left = Transfer.objects.filter(
        ~Exists(kept),
        code=TransferCode.MATCH,
        reversed_by=None,
        debit__person__erased_at=None,
    )
    groups = left.values("group").annotate(pence=Sum("amount_pence")).order_by("group")
    for row in groups:
        yield (
            f"Group {row['group']} is of no match now, and {row['pence']} pence of it "
            "were not reversed."
        )


def _parts_of_others() -> Iterator[str]:
    """Funds and plan lines of a part are of the person whose payment it is."""
    person = F("match__line__account__person")
    others = MatchPart.objects.filter(
        ~Q(fund__person=person) | (Q(plan_line__isnull=False) & ~Q(plan_line__person=person))
    )
    for pk, match_id in others.order_by("pk").values_list("pk", "match"):
        yield f"Part {pk} of match {match_id} names a fund or planned support of another person."


def _matches() -> Iterator[str]:
    """An active match has posted its line's pence, in parts that add up; an undone one nothing."""
    posted = Transfer.objects.filter(group=OuterRef("group")).values("group")
    shared = MatchPart.objects.filter(match=OuterRef("pk")).values("match")
    rows = Match.objects.annotate(
        moved=Coalesce(Subquery(posted.annotate(t=Sum("amount_pence")).values("t")), 0),
        parted=Coalesce(Subquery(shared.annotate(t=Sum("amount_pence")).values("t")), 0),
        line_pence=F("line__amount_pence"),
        undone=Coalesce(
            Subquery(
                Transfer.objects.filter(reverses__group=OuterRef("group"))
                .values("reverses__group")
                .annotate(t=Sum("amount_pence"))
                .values("t")
            ),
            0,
        ),
    )
    columns = ("pk", "state", "line_pence", "moved", "parted", "undone")
    for pk, state, line_pence, moved, parted, undone in rows.order_by("pk").values_list(*columns):
        if not moved == parted == abs(line_pence):
            yield (
                f"Match {pk} posted {moved} pence for a line of {abs(line_pence)}, "
                f"in parts of {parted}."
            )
        if undone != (moved if state == MatchState.UNDONE else 0):
            yield f"Match {pk} is {state}, and {undone} pence of it were undone."
