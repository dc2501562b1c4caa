"""The promises that the matcher keeps for any lines, read in any order and read again."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.exception_registry import most_pressing
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.refunds import REFUND
from payments.reconciliation.rules.values import Case, Settled, TargetKind
from tests.examples import examples
from tests.payments.reconciliation.rules.cases import WEDNESDAY, amara, cars, line, load

PAYEES = [
    "AMARA OBI",
    "AMARA OBI REF NIGHT77",
    "FERNSHIRE COMM CARS",
    "REFUND FERNSHIRE COMM CARS",
    "FERNSHIRE COUNCIL",
    "DD 88231907",
    "FERNSHIRE COMM CARS DD 88231907",
    "GARDEN CTR",
]
AMOUNTS = [-4950, -3300, -1650, -9900, -900, -450, -4900, -5850, 900, 450, 37200]
NIGHT = frozenset({"NIGHT77"})
PLANS = [
    (amara(), cars()),
    (amara(), amara(id=3, weekday=4), cars()),
    (amara(confirmed_periods=frozenset({2})), amara(id=3), cars(id=4)),
    (amara(), amara(id=3, references=NIGHT), cars()),
    (
        amara(until=WEDNESDAY + timedelta(14)),
        amara(first=WEDNESDAY + timedelta(14), price_pence=3300),
    ),
    (amara(pay_range=(1600, 5000)), cars(every_days=0)),
]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    lines = tuple(
        line(
            number,
            draw(st.sampled_from(AMOUNTS)),
            draw(st.sampled_from(PAYEES)),
            draw(st.integers(0, 35)),
        )
        for number in range(1, draw(st.integers(2, 12)))
    )
    return Case(lines=lines, planned=draw(st.sampled_from(PLANS)), incomes=(load(),))


def matched(given_case: Case) -> list[MatchDecision]:
    return [each for each in decide(given_case) if each.outcome is MatchOutcome.MATCHED]


def after(given_case: Case, found: list[MatchDecision]) -> Case:
    """What is left when some lines have been matched."""
    lines = {line.id: line for line in given_case.lines}
    settled = tuple(
        Settled(lines.pop(d.line_id), d.target_kind, d.target_id or 0, d.claims, d.shares)  # type: ignore[arg-type]
        for d in found
    )
    return replace(given_case, lines=tuple(lines.values()), settled=settled)


@settings(max_examples=examples(60), deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_answer(given_case: Case, random: Random) -> None:
    shuffled = list(given_case.lines)
    random.shuffle(shuffled)
    planned = tuple(reversed(given_case.planned))
    again = replace(given_case, lines=tuple(shuffled), planned=planned)
    assert decide(again) == decide(given_case)


@settings(max_examples=examples(60), deadline=None)
@given(cases())
def test_matching_what_is_left_again_changes_nothing(given_case: Case) -> None:
    assert matched(after(given_case, matched(given_case))) == []


@settings(max_examples=examples(60), deadline=None)
@given(cases())
def test_no_due_date_is_paid_for_more_than_it_was_planned(given_case: Case) -> None:
    units = {planned.id: planned.units_c for planned in given_case.planned}
    used: dict[tuple[str, int, date], int] = defaultdict(int)
    for claim in (claim for decision in matched(given_case) for claim in decision.claims):
        if claim.kind == TargetKind.PLAN_LINE:
            used[claim.kind, claim.id, claim.due] += claim.units_c
    assert all(count <= units[id_] for (_, id_, _), count in used.items())


@settings(max_examples=examples(60), deadline=None)
@given(cases())
def test_shares_add_up_to_the_payment(given_case: Case) -> None:
    pence = {line.id: abs(line.amount_pence) for line in given_case.lines}
    for decision in matched(given_case):
        if decision.shares:
            assert sum(share for _, share in decision.shares) == pence[decision.line_id]


@settings(max_examples=examples(60), deadline=None)
@given(cases())
def test_refunds_together_never_exceed_their_purchase(given_case: Case) -> None:
    pence = {line.id: line.amount_pence for line in given_case.lines}
    back: dict[int, int] = defaultdict(int)
    for decision in matched(given_case):
        for claim in decision.claims:
            if claim.kind == REFUND:
                back[claim.id] += pence[decision.line_id]
    assert all(returned <= -pence[purchase] for purchase, returned in back.items())


@settings(max_examples=examples(60), deadline=None)
@given(cases())
def test_a_tie_is_never_decided(given_case: Case) -> None:
    """The same plan item twice under another id: whatever could be either is left."""
    twins = tuple(replace(planned, id=planned.id + 100) for planned in given_case.planned)
    doubled = replace(given_case, planned=(*given_case.planned, *twins))
    single = [
        decision
        for decision in matched(doubled)
        if decision.target_kind is TargetKind.PLAN_LINE and len(decision.shares) == 1
    ]
    assert single == []


@settings(max_examples=examples(40), deadline=None)
@given(cases(), st.integers(0, 60))
def test_what_a_person_needs_to_see_is_the_most_pressing_finding(
    given_case: Case, days: int
) -> None:
    for decision in decide(replace(given_case, today=WEDNESDAY + timedelta(days))):
        if decision.outcome is MatchOutcome.MATCHED:
            assert decision.leading is None
        else:
            assert decision.leading == most_pressing(decision.findings)
            assert decision.reason == most_pressing(decision.findings).sentence
