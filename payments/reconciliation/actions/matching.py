"""Matching by rule, in bulk: what is certain is matched, the rest needs a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from payments.cards.models import ReceivedLine
from payments.cards.rules import POUNDS, LineState
from payments.ledger.rules import MAY_POST_MONEY
from payments.reconciliation.actions.exceptions import (
    NewException,
    close_exceptions,
    open_exceptions,
    raise_exceptions,
)
from payments.reconciliation.actions.findings import NewFinding, keep_findings, subject_of_line
from payments.reconciliation.actions.locking import lock_people
from payments.reconciliation.actions.outcomes import (
    leading_of,
    new_exception,
    new_match,
    question,
    said_of,
)
from payments.reconciliation.actions.sharing import share_again
from payments.reconciliation.actions.writing import NewMatch, write_matches
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.cases import PersonCase, cases_for
from payments.reconciliation.queries.charges import new_charge, parts_for
from payments.reconciliation.queries.monitoring import asking_of
from payments.reconciliation.queries.settings import settings_of
from payments.reconciliation.rules.asking import Asking
from payments.reconciliation.rules.charges import Charge
from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.duties import MAY_RECONCILE
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.posting import NewPart
from payments.reconciliation.rules.refunds import REFUND
from payments.reconciliation.rules.states import ExceptionState, MatchState
from payments.reconciliation.rules.subjects import FindingSubject
from payments.reconciliation.rules.values import FOR_NOBODY, TargetKind

MATCHER = SystemActor("matcher", frozenset({MAY_RECONCILE, MAY_POST_MONEY}))
# Lines in one transaction. Judgement: about two seconds of work; more holds its locks for longer.
CHUNK = 2000


@dataclass(slots=True)
class Summary:
    """What matching came to, in lines."""

    read: int = 0
    matched: int = 0
    suggested: int = 0
    unmatched: int = 0
    noted: int = 0

    def add(self, other: "Summary") -> None:
        self.read += other.read
        self.matched += other.matched
        self.suggested += other.suggested
        self.unmatched += other.unmatched
        self.noted += other.noted


@transaction.atomic
def match_lines(*, by: Viewer, line_ids: Collection[int]) -> Summary:
    """Decide what these lines are, together with what is still open of the same people.

    Certain lines are matched and posted to plan item and fund; every other one gets an exception
    with an owner's role and a due day. Lines that are matched, asked about or settled by staff are
    left alone, so running it again changes nothing.
    """
    summary = Summary()
    ids = sorted(line_ids)
    for start in range(0, len(ids), CHUNK):
        lines = _lock_undecided(ids[start : start + CHUNK])
        for authority_id in sorted({line.authority_id for line in lines}):
            check(by, MAY_RECONCILE, authority_id)
            of_council = [line for line in lines if line.authority_id == authority_id]
            summary.add(_match_council(by, authority_id, of_council))
    return summary


def match_open_lines(*, by: Viewer, person_ids: Sequence[int] = ()) -> Summary:
    """Try again what is open, of these people if any are named: each chunk its own action.

    In the council of the viewer, or in all for a machine of all.
    """
    open_lines = _undecided()
    if by.authority_id:
        open_lines = open_lines.filter(authority_id=by.authority_id)
    if person_ids:
        open_lines = open_lines.filter(account__person__in=person_ids)
    lines = open_lines.order_by("authority_id", "account__person", "pk")
    ids = list(lines.values_list("pk", flat=True))
    summary = Summary()
    for start in range(0, len(ids), CHUNK):
        summary.add(match_lines(by=by, line_ids=ids[start : start + CHUNK]))
    return summary


def _undecided() -> Any:
    """Booked lines in pounds that no match claims, and that nobody was asked about or has settled by hand."""
    about = MoneyException.objects.filter(line=OuterRef("pk"))
    by_hand = about.filter(state=ExceptionState.RESOLVED, resolved_by__isnull=False)
    return ReceivedLine.objects.filter(
        ~Exists(Match.objects.active().filter(line=OuterRef("pk"))),
        ~Exists(about.filter(state=ExceptionState.QUERIED)),
        ~Exists(by_hand.exclude(line__matches__state=MatchState.UNDONE)),
        state=LineState.BOOKED,
        currency=POUNDS,
        account__currency=POUNDS,
    ).exclude(amount_pence=0)


def _lock_undecided(ids: Sequence[int]) -> list[ReceivedLine]:
    """These lines, as far as they are undecided, and what else is open of the same people."""
    given = _undecided().filter(pk__in=ids)
    people = set(given.values_list("account__person", flat=True))
    lock_people(people)
    wanted = list(_undecided().filter(account__person__in=people).values_list("pk", flat=True))
    # Locked first and read again after: somebody may have matched one while we waited.
    list(
        ReceivedLine.objects.select_for_update()
        .filter(pk__in=wanted)
        .order_by("pk")
        .values_list("pk")
    )
    return list(_undecided().filter(pk__in=wanted).select_related("account").order_by("pk"))


def _match_council(by: Viewer, authority_id: int, lines: list[ReceivedLine]) -> Summary:
    by_id = {line.pk: line for line in lines}
    cases = cases_for(lines, today=by.today, settings=settings_of(authority_id, by.today))
    doubted = _undone_before(by_id)
    asking = asking_of(authority_id, cases.keys(), by.today)
    outcomes = Outcomes()
    for person in cases.values():
        outcomes.add(_outcomes(person, by_id, doubted, asking[person.person_id]))
    matched, found = outcomes.matched, outcomes.found
    write_matches(by=by, authority_id=authority_id, made=matched)
    keep_findings(by=by, found=outcomes.said)
    _share_what_came_late(by, matched, cases)
    settled = open_exceptions(subject_of_line(new.line) for new in matched)
    close_exceptions(by=by, rows=settled, outcome="Matched by rule.")
    raise_exceptions(by=by, found=found)
    summary = Summary(
        read=len(lines),
        matched=len(matched),
        suggested=sum(new.state is ExceptionState.SUGGESTED for new in found),
        unmatched=sum(new.state is ExceptionState.OPEN for new in found),
        noted=sum(new.state is ExceptionState.NOTED for new in found),
    )
    if lines:
        record(
            event="lines_matched",
            by=by,
            subject=lines[0],
            read=summary.read,
            matched=summary.matched,
            suggested=summary.suggested,
            unmatched=summary.unmatched,
            noted=summary.noted,
        )
    return summary


@dataclass(slots=True)
class Outcomes:
    """What is to be written of the lines of people: matches, what needs a person, and all that was found."""

    matched: list[NewMatch] = field(default_factory=list)
    found: list[NewException] = field(default_factory=list)
    said: dict[FindingSubject, list[NewFinding]] = field(default_factory=dict)

    def add(self, other: "Outcomes") -> None:
        self.matched += other.matched
        self.found += other.found
        self.said |= other.said


def _outcomes(
    person: PersonCase,
    lines: Mapping[int, ReceivedLine],
    doubted: Collection[int],
    asking: Asking,
) -> Outcomes:
    """What becomes of a person's lines: certain and paid by somebody, or for a person to see."""
    decisions = decide(person.case)
    certain = [d for d in decisions if _is_certain(d) and d.line_id not in doubted]
    parts = _parts(certain, lines, person)
    payable = parts.keys() | _parts(_without(decisions, certain), lines, person).keys()
    outcomes = Outcomes()
    for decision in decisions:
        line = lines[decision.line_id]
        subject = subject_of_line(line)
        if line.pk in parts:
            outcomes.matched.append(new_match(line, parts[line.pk], decision))
            outcomes.said[subject] = said_of(decision, None)
            if asked := question(line, decision.findings, asking):
                outcomes.found.append(asked)
            continue
        is_payable = decision.target_kind is None or _refund_in(decision) or line.pk in payable
        leading = leading_of(line, decision, is_payable=bool(is_payable))
        outcomes.said[subject] = said_of(decision, leading)
        outcomes.found.append(
            new_exception(line, decision, leading, asking, is_payable=bool(is_payable))
        )
    return outcomes


def _share_what_came_late(
    by: Viewer, made: Sequence[NewMatch], cases: Mapping[int, PersonCase]
) -> None:
    """Where shares depend on order, a payment of an earlier day moves those of later ones."""
    people = {new.line.account.person_id for new in made}
    moved = {person_id for person_id in people if cases[person_id].expected.depends_on_order}
    if moved:
        share_again(by=by, person_ids=moved)


def _undone_before(line_ids: Collection[int]) -> set[int]:
    """Lines of which a person has undone a match: a rule may suggest, and never decide, again."""
    undone = Match.objects.filter(line__in=line_ids, state=MatchState.UNDONE)
    return set(undone.exclude(undone_by=None).values_list("line_id", flat=True))


def _is_certain(decision: MatchDecision) -> bool:
    return decision.outcome is MatchOutcome.MATCHED


def _without(
    decisions: Sequence[MatchDecision], certain: Sequence[MatchDecision]
) -> list[MatchDecision]:
    taken = {decision.line_id for decision in certain}
    return [decision for decision in decisions if decision.line_id not in taken]


def _parts(
    decisions: Sequence[MatchDecision], lines: Mapping[int, ReceivedLine], person: PersonCase
) -> dict[int, list[NewPart]]:
    """What each line with a target is posted to; a line that nobody pays for on its day is left out."""
    charges = [
        charge
        for decision in decisions
        if decision.target_kind is not None
        for charge in _charges(decision, decision.target_kind, lines[decision.line_id], person)
    ]
    return parts_for(charges, person.expected, person.person_id)


def _charges(
    decision: MatchDecision, kind: TargetKind, line: ReceivedLine, person: PersonCase
) -> list[Charge]:
    """What a line is charged to: each plan line its share, what is for nobody to nobody's plan."""
    refund = _refund_in(decision)
    if kind in FOR_NOBODY:
        kind = TargetKind.OFF_PLAN
    shares = decision.shares or ((decision.target_id or 0, abs(line.amount_pence)),)
    return [
        new_charge(line, person.expected, kind, target_id, pence, refund_of=refund)
        for target_id, pence in shares
    ]


def _refund_in(decision: MatchDecision) -> int | None:
    return next((claim.id for claim in decision.claims if claim.kind == REFUND), None)
