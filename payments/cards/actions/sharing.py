"""Bank accounts of several people: reading their statements, and saying whose each payment is."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import AccountHolder
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.transitions import move
from marketplace.council.queries import figure
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from payments.cards.actions.posting import announce, post_booked
from payments.cards.actions.taking_back import check_not_closed, withdraw_lines
from payments.cards.errors import AccountRefused, SharedLineRefused
from payments.cards.models import MoneyAccount, ReceivedLine, SharedAccount, SharedLine
from payments.cards.rules import (
    MAY_IMPORT_MONEY,
    MAY_TAKE_BACK,
    REASON_LENGTH,
    REFUSED_LINES_DAYS,
    SHARED_LINE_TRANSITIONS,
    ImportTask,
    LineState,
    MoneyAccountKind,
    SharedLineState,
    account_digits_problems,
    division_problems,
    undoing_problems,
    waiting_problems,
)
from payments.ledger.rules import MAY_POST_MONEY


@transaction.atomic
def open_shared_account(*, by: Viewer, holder: AccountHolder, last4: str) -> SharedAccount:
    """Record a bank account in which a holder keeps the direct payments of several people. Each joins it
    when the account of their agreement is opened. Raises AccountRefused."""
    check(by, MAY_IMPORT_MONEY, holder.authority_id)
    AccountHolder.objects.select_for_update().get(pk=holder.pk)
    problems = account_digits_problems(MoneyAccountKind.BANK, last4)
    if SharedAccount.objects.filter(holder=holder, bank_last4=last4).exists():
        problems.append(problem("shared_account_known", "last4"))
    AccountRefused.refuse_if_any(problems)
    account = SharedAccount.objects.create(
        authority_id=holder.authority_id, holder=holder, bank_last4=last4, opened_at=by.at
    )
    record(event="shared_account.opened", by=by, subject=account, holder=holder.pk)
    return account


@transaction.atomic
def divide_shared_line(*, by: Viewer, line_id: int, parts: Mapping[int, int]) -> SharedLine:
    """Say whose a payment of a shared account is: pence above zero by the account of each person.

    Each part is a payment of that person alone from now on: it is posted between their own account and
    their own unallocated money, and matched to their plan. Raises SharedLineRefused when somebody has
    said it already, when the parts are not the whole, and for an account that is no share of this one or
    not the viewer's to see.
    """
    line = _lock(by, line_id)
    accounts = _lock_members(by, line, parts)
    SharedLineRefused.refuse_if_any(
        [
            *waiting_problems(SharedLineState(line.state)),
            *division_problems(line.amount_pence, parts, accounts),
        ]
    )
    rows = [_part(by, line, account, parts[pk]) for pk, account in accounts.items()]
    ReceivedLine.objects.bulk_create(rows)
    for row in rows:
        post_booked(by=by, account=row.account, lines=[row])
    _move(by, line, SharedLineState.DIVIDED, "shared_line.divided", accounts=list(accounts))
    announce(at=by.at, line_ids=[row.pk for row in rows])
    return line


@transaction.atomic
def undo_division(*, by: Viewer, line_id: int) -> SharedLine:
    """Take a payment back from those whose it was said to be. What it was matched to is undone, the
    postings are reversed, and it waits again.

    Raises SharedLineRefused when it is nobody's, when somebody with a part of it was erased or is not the
    viewer's to see; StatementRefused where a part stands in a period that is closed.
    """
    line = _lock(by, line_id, undoing=True)
    parts = ReceivedLine.objects.live().filter(shared_line=line)
    whole = list(parts.values_list("account", "amount_pence"))
    accounts = _lock_members(by, line, dict(whole))
    total = sum(pence for _, pence in whole)
    SharedLineRefused.refuse_if_any(
        undoing_problems(SharedLineState(line.state), line.amount_pence, total)
    )
    if len(accounts) != len(whole):
        raise SharedLineRefused(problem("shared_part_not_yours"))
    check_not_closed(authority_id=line.authority_id, lines=parts)
    _move(by, line, SharedLineState.WAITING, "shared_line.undone", accounts=list(accounts))
    for account in accounts.values():
        withdraw_lines(by=by, account=account, lines=list(parts.filter(account=account)))
    return line


@transaction.atomic
def set_shared_line_aside(*, by: Viewer, line_id: int, why: str) -> SharedLine:
    """Say that a payment is nobody's of the account, and why: it is there twice, or of another account.

    Raises SharedLineRefused without a reason, and when somebody has said whose it is.
    """
    line, words = _lock(by, line_id), why.strip()
    SharedLineRefused.refuse_if_any(waiting_problems(SharedLineState(line.state)))
    if not 0 < len(words) <= REASON_LENGTH:
        raise SharedLineRefused(problem("shared_why_missing", "why", most=REASON_LENGTH))
    _move(by, line, SharedLineState.SET_ASIDE, "shared_line.set_aside", why=words)
    return line


@transaction.atomic
def bring_shared_line_back(*, by: Viewer, line_id: int) -> SharedLine:
    """Have a payment that was set aside wait again. Raises SharedLineRefused when it was not."""
    line = _lock(by, line_id)
    if line.state != SharedLineState.SET_ASIDE:
        raise SharedLineRefused(problem("shared_not_set_aside"))
    _move(by, line, SharedLineState.WAITING, "shared_line.brought_back")
    return line


def ask_whose(*, by: Viewer, account: SharedAccount) -> None:
    """One task while payments of a shared account wait; it is done when none does. Part of an action."""
    if not account.lines.waiting().exists():
        subject = SharedAccount._meta.label_lower
        finish_tasks(by=by, kind=ImportTask.WHOSE, subject_type=subject, subject_ids=[account.pk])
        return
    days = figure(account.authority_id, REFUSED_LINES_DAYS, by.today)
    task = new_task(
        authority_id=account.authority_id,
        kind=ImportTask.WHOSE,
        role=Role.FINANCE,
        subject=account,
        title=ImportTask.WHOSE.label,
        address=reverse("cards:shared_account", args=[account.public_id]),
        due_date=by.today + timedelta(days),
        at=by.at,
    )
    raise_tasks([task])


def _lock(by: Viewer, line_id: int, *, undoing: bool = False) -> SharedLine:
    rows = SharedLine.objects.select_for_update(of=("self",)).select_related("account")
    line = rows.get(pk=line_id)
    for permission in (MAY_IMPORT_MONEY, MAY_TAKE_BACK if undoing else MAY_POST_MONEY):
        check(by, permission, line.authority_id)
    return line


def _lock_members(by: Viewer, line: SharedLine, ids: Mapping[int, int]) -> dict[int, MoneyAccount]:
    """Those of these accounts that are shares of the line's account and the viewer's to see."""
    members = MoneyAccount.objects.select_for_update(of=("self",)).filter(
        shared_account=line.account_id, pk__in=list(ids)
    )
    seen = set(
        MoneyAccount.objects.visible_to(by).filter(pk__in=list(ids)).values_list("pk", flat=True)
    )
    return {row.pk: row for row in members.order_by("pk") if row.pk in seen}


def _part(by: Viewer, line: SharedLine, account: MoneyAccount, pence: int) -> ReceivedLine:
    """A person's part. The bank's words, and its row, go with a whole payment only: those of one that
    several people share may name the others, and the row holds all their money."""
    is_whole = pence == abs(line.amount_pence)
    return ReceivedLine(
        authority_id=account.authority_id,
        account=account,
        shared_line=line,
        identity=f"shared-{line.public_id}",
        booked_date=line.booked_date,
        amount_pence=pence if line.amount_pence > 0 else -pence,
        currency=account.currency,
        payee=line.payee,
        description=line.description if is_whole else "",
        provider_reference=line.provider_reference if is_whole else "",
        mcc=line.mcc,
        is_reversal=line.is_reversal,
        raw_rows=[line.raw_row] if is_whole and line.raw_row else [],
        state=LineState.BOOKED,
        received_at=by.at,
    )


def _move(
    by: Viewer,
    line: SharedLine,
    to: SharedLineState,
    event: str,
    *,
    accounts: Sequence[int] = (),
    why: str = "",
) -> None:
    move(
        line,
        to,
        table=SHARED_LINE_TRANSITIONS,
        by=by,
        event=event,
        changes={"changed_at": by.at, "why": why},
        account_id=line.account_id,
        accounts=list(accounts),
    )
    ask_whose(by=by, account=line.account)
