"""A person says what a line was: the suggestion, another plan line, or several at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import problem
from payments.cards.models import ReceivedLine
from payments.cards.rules import POUNDS, LineState
from payments.reconciliation.actions.exceptions import close_exceptions, open_exceptions
from payments.reconciliation.actions.findings import (
    findings_about,
    settle_findings,
    subject_of_line,
)
from payments.reconciliation.actions.learning import learn_from_matches
from payments.reconciliation.actions.locking import lock_people
from payments.reconciliation.actions.sharing import share_again
from payments.reconciliation.actions.writing import NewMatch, write_matches
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.permissions import check_can_reconcile
from payments.reconciliation.queries.charges import (
    claims_in,
    new_charge,
    paid_dues,
    parts_for,
    refund_in,
    targets_in,
)
from payments.reconciliation.queries.expected import Expected, expected_of
from payments.reconciliation.queries.settings import settings_of
from payments.reconciliation.rules.claims_by_hand import claims_by_hand
from payments.reconciliation.rules.explanations import reason_problems
from payments.reconciliation.rules.posting import NewPart, parts_problems
from payments.reconciliation.rules.states import ExceptionState, token_of
from payments.reconciliation.rules.values import INCOME_KINDS, Claim, TargetKind, Tier

#: What is kept of a match that no rule suggested, beside what staff chose.
NOTHING_FOUND: Mapping[str, Any] = {"periods": 1, "alternatives": []}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What staff chose for a whole line or, in pence, for a part of it. Target ids are plan lines or,
    for money in, agreements or one fund; off-plan spending has none."""

    kind: TargetKind
    target_id: int = 0
    amount_pence: int = 0


@transaction.atomic
def confirm_match(*, by: Viewer, line_id: int, chosen: Chosen, words: str = "") -> Match:
    """Match a whole line to what staff chose. Raises ReconciliationError when it is matched already."""
    line = _lock(by, line_id)
    _refuse_words(words)
    whole = Chosen(chosen.kind, chosen.target_id, abs(line.amount_pence))
    match = _confirm(by, line, [whole], words)
    learn_from_matches(by=by, matches=[match])
    return match


@transaction.atomic
def split_line(*, by: Viewer, line_id: int, chosen: Sequence[Chosen], words: str = "") -> Match:
    """Match a line to several plan lines at once. Raises ReconciliationError unless the parts add up."""
    line = _lock(by, line_id)
    _refuse_words(words)
    return _confirm(by, line, chosen, words)


def _refuse_words(words: str) -> None:
    if problems := reason_problems(words):
        raise ReconciliationError(*problems)


@transaction.atomic
def accept_suggestions(*, by: Viewer, pinned: Mapping[int, str]) -> list[Match]:
    """Accept the suggestions of exceptions as they were shown: exception id -> `kind:id`.

    All or none. Raises ReconciliationError when one has changed or was decided meanwhile.
    """
    rows = _lock_suggested(pinned)
    if rows.keys() != pinned.keys():
        raise ReconciliationError(problem("match_made_already"))
    matches = []
    lines = {pk: row.line_id for pk, row in rows.items() if row.line_id}
    for pk in sorted(rows):
        row = rows[pk]
        if token_of(row.suggestion) != pinned[pk]:
            raise ReconciliationError(problem("match_suggestion_changed"))
        line = _lock(by, lines[pk])
        targets = targets_in(row.suggestion, abs(line.amount_pence))
        chosen = [Chosen(*target) for target in targets]
        matches.append(_confirm(by, line, chosen, row.why, row.suggestion))
    learn_from_matches(by=by, matches=matches)
    return matches


def _lock_suggested(ids: Collection[int]) -> dict[int, MoneyException]:
    # In the order of matching: the other way round, the two could wait for one another for ever.
    of = ReceivedLine.objects.filter(exceptions__in=ids)
    lock_people(set(of.values_list("account__person", flat=True)))
    lines = ReceivedLine.objects.select_for_update(of=("self",)).filter(exceptions__in=ids)
    list(lines.order_by("pk").values_list("pk"))
    suggested = MoneyException.objects.filter(pk__in=ids, state=ExceptionState.SUGGESTED)
    return {row.pk: row for row in suggested.select_for_update().order_by("pk")}


def _lock(by: Viewer, line_id: int) -> ReceivedLine:
    lock_people([ReceivedLine.objects.values_list("account__person", flat=True).get(pk=line_id)])
    line = (
        ReceivedLine.objects.select_for_update(of=("self",))
        .select_related("account")
        .get(pk=line_id)
    )
    check_can_reconcile(by, line)
    in_pounds = line.currency == line.account.currency == POUNDS
    if line.state != LineState.BOOKED or not line.amount_pence or not in_pounds:
        raise ReconciliationError(problem("match_line_not_booked"))
    if Match.objects.active().filter(line=line).exists():
        raise ReconciliationError(problem("match_made_already"))
    return line


def _confirm(
    by: Viewer,
    line: ReceivedLine,
    chosen: Sequence[Chosen],
    words: str,
    suggestion: Mapping[str, Any] | None = None,
) -> Match:
    _refuse_unexplained_refund(line, chosen, words, suggestion or {})
    expected = expected_of([line.account.person_id], by.today)[line.account.person_id]
    claims = claims_in(suggestion) if suggestion else _claims(by, chosen, line, expected)
    parts = _parts(chosen, line, expected, claims)
    if problems := parts_problems(parts, line.amount_pence):
        raise ReconciliationError(*problems)
    reason = _reason(chosen, expected, words)
    features = _features(chosen, suggestion or NOTHING_FOUND)
    new = NewMatch(line, parts, Tier.STAFF, reason, features, claims=claims)
    try:
        with transaction.atomic():
            match = write_matches(by=by, authority_id=line.authority_id, made=[new])[0]
    except IntegrityError as error:
        raise ReconciliationError(problem("match_made_already")) from error
    subject = subject_of_line(line)
    close_exceptions(by=by, rows=open_exceptions([subject]), outcome="Matched by staff.")
    settle_findings(by=by, rows=findings_about([subject]))
    if expected.depends_on_order:
        share_again(by=by, person_ids=[line.account.person_id])
    record(
        event="line_split" if len(chosen) > 1 else "line_confirmed",
        by=by,
        subject=match,
        line_id=line.pk,
        plan_line_ids=sorted({p.plan_line_id for p in parts if p.plan_line_id}),
        parts=len(parts),
    )
    return match


def _refuse_unexplained_refund(
    line: ReceivedLine, chosen: Sequence[Chosen], words: str, suggestion: Mapping[str, Any]
) -> None:
    """Money in for planned support is a refund: of a payment that a rule found, or staff say of what."""
    is_refund = line.amount_pence > 0 and any(one.kind is TargetKind.PLAN_LINE for one in chosen)
    if is_refund and not words.strip() and not refund_in(claims_in(suggestion)):
        raise ReconciliationError(problem("match_refund_unexplained", "words"))


def _parts(
    chosen: Sequence[Chosen],
    line: ReceivedLine,
    expected: Expected,
    claims: Sequence[Claim],
) -> list[NewPart]:
    for one in chosen:
        _refuse_target(one, line, expected)
    refund = refund_in(claims)
    if refund and not Match.objects.active().filter(line=refund).exists():
        raise ReconciliationError(problem("match_purchase_first"))
    charges = [
        new_charge(line, expected, one.kind, one.target_id, one.amount_pence, refund_of=refund)
        for one in _added_up(chosen)
    ]
    parts = parts_for(charges, expected, line.account.person_id).get(line.pk)
    if charges and parts is None:
        raise ReconciliationError(problem("match_fund_missing", "choice"))
    return parts or []


def _added_up(chosen: Sequence[Chosen]) -> list[Chosen]:
    """One of each target: two amounts for the same support are one."""
    pence: dict[tuple[TargetKind, int], int] = defaultdict(int)
    for one in chosen:
        pence[one.kind, one.target_id] += one.amount_pence
    return [Chosen(kind, target_id, amount) for (kind, target_id), amount in pence.items()]


def _refuse_target(chosen: Chosen, line: ReceivedLine, expected: Expected) -> None:
    if chosen.amount_pence <= 0:
        raise ReconciliationError(problem("match_part_not_above_zero"))
    if chosen.kind in INCOME_KINDS and line.amount_pence < 0:
        raise ReconciliationError(problem("match_not_money_in", "choice"))
    known = {(TargetKind.PLAN_LINE, planned.id) for planned in expected.planned}
    known |= {(income.kind, income.id) for income in expected.incomes}
    known.add((TargetKind.OFF_PLAN, 0))
    if (chosen.kind, chosen.target_id) not in known:
        raise ReconciliationError(problem("match_target_gone", "choice"))


def _reason(chosen: Sequence[Chosen], expected: Expected, words: str) -> str:
    if words:
        return words
    labels = {planned.id: planned.label for planned in expected.planned}
    targets = [
        labels.get(one.target_id, one.kind.label)
        if one.kind is TargetKind.PLAN_LINE
        else one.kind.label
        for one in chosen
    ]
    # A name that is cut to its first letter ends with a full stop itself.
    return f"Matched by staff: {' and '.join(targets).removesuffix('.')}."


def _claims(
    by: Viewer, chosen: Sequence[Chosen], line: ReceivedLine, expected: Expected
) -> tuple[Claim, ...]:
    """The due periods that are paid by what staff chose, so that nothing else is taken to pay them."""
    if line.amount_pence > 0:
        return ()
    paid = paid_dues([line.account.person_id])
    settings = settings_of(line.authority_id, by.today)
    return tuple(
        claim
        for one in _added_up(chosen)
        if one.kind is TargetKind.PLAN_LINE
        for claim in claims_by_hand(
            [planned for planned in expected.planned if planned.id == one.target_id],
            line.booked_date,
            one.amount_pence,
            paid,
            settings,
        )
    )


def _features(chosen: Sequence[Chosen], kept: Mapping[str, Any]) -> dict[str, Any]:
    target = [chosen[0].kind.value, chosen[0].target_id]
    split = [[one.kind.value, one.target_id, one.amount_pence] for one in _added_up(chosen)]
    return {
        **{key: value for key, value in kept.items() if key not in ("claims", "split")},
        "target": target,
        **({"split": split} if len(split) > 1 else {}),
    }
