"""What Hypothesis draws: sums, lines, steps and roads, small enough to be told apart."""

from datetime import date, timedelta

from hypothesis import strategies as st

from marketplace.brokerage.rules import Frequency, PaymentSchedule
from payments.reconciliation.rules.values import TargetKind
from tests.payments.reconciliation.proof import paying, steps
from tests.payments.reconciliation.proof.subject import FUNDS, NewRoad

FIRST = date(2027, 3, 1)
#: Days until a step: the next day, a week, a month, across 29 February.
waits = st.sampled_from([0, 0, 1, 3, 8, 20, 41])
shifts = st.one_of(st.integers(-8, 8), st.integers(-200, 90))
lengths = st.one_of(st.none(), st.none(), st.integers(1, 90))
late = st.one_of(st.just(0), st.integers(0, 5), st.integers(0, 120))
which = st.integers(0, 7)
weekly = st.sampled_from([7_000, 10_001, 20_530, 700, 1_234, 1, 0])
one_off = st.sampled_from([0, 0, 0, 1, 15_000])
pence = st.sampled_from([1, 2, 100, 1_999, 4_950, 15_001, 60_000])
sums = st.dictionaries(st.sampled_from(sorted(FUNDS)), st.tuples(weekly, one_off), min_size=1)
agreements = st.sampled_from([None, None, 0, 1])
lines = st.builds(
    steps.LineWords,
    key=st.integers(0, 3),
    price=st.sampled_from([450, 1_650, 2_001, 50_000]),
    quantity=st.sampled_from(["1", "0.25", "3.5"]),
    frequency=st.sampled_from(list(Frequency)),
    weekdays=st.sampled_from([(), (), (), (2,), (6,), (0, 3)]),
    agreement=agreements,
    first=st.one_of(st.none(), st.none(), st.integers(0, 20)),
    length=st.one_of(st.none(), st.none(), st.integers(1, 120)),
)
plans = st.lists(lines, min_size=1, max_size=3, unique_by=lambda line: line.key).map(tuple)
paid_in = st.builds(
    paying.PayIn,
    waits,
    which,
    pence,
    late,
    st.sampled_from([TargetKind.LOAD, TargetKind.LOAD, TargetKind.CONTRIBUTION, TargetKind.FUND]),
    st.sampled_from(sorted(FUNDS)),
)
spent = st.builds(
    paying.Spend,
    waits,
    st.one_of(st.none(), which),
    pence,
    late,
    st.booleans(),
    st.sampled_from([False, False, False, True]),
)
agreed = st.one_of(
    st.builds(steps.AgreeTerms, waits, shifts, which, sums, lengths),
    st.builds(steps.AgreeTerms, waits, shifts, which, sums, lengths),
    st.builds(steps.AgreeBudget, waits, shifts, sums, lengths),
    st.builds(steps.AgreeSameAgain, waits, shifts, which),
    st.builds(steps.EndTerms, waits, shifts, which),
    st.builds(steps.EndBudget, waits, shifts),
)
planned = st.one_of(
    st.builds(steps.ApprovePlan, waits, shifts, plans),
    st.builds(steps.ApprovePlan, waits, shifts, plans),
    st.builds(steps.EndPlan, waits, shifts),
    st.builds(steps.PauseAll, waits, shifts, lengths),
    st.builds(steps.ChangePause, waits, shifts, which, st.booleans()),
)
moved = st.one_of(
    paid_in,
    spent,
    spent,
    st.builds(paying.SpendByRule, waits, which, late),
    st.builds(paying.GiveBack, waits, which, st.integers(0, 30)),
    st.builds(paying.Undo, waits, which),
    st.builds(paying.MatchAgain, waits, which, st.one_of(st.none(), which)),
)
ruled = st.builds(steps.SetRule, waits, shifts, st.integers(0, 1))
sequences = st.lists(st.one_of(agreed, moved, planned, moved, ruled), min_size=6, max_size=16)
roads = st.lists(
    st.builds(
        NewRoad,
        st.sampled_from(list(PaymentSchedule)),
        st.integers(0, 40).map(lambda days: FIRST + timedelta(days)),
        st.booleans(),
    ),
    min_size=1,
    max_size=2,
)
#: Days on which the figures are read, and as known on which, counted from the first day.
readings = st.lists(st.tuples(st.integers(0, 730), st.integers(0, 400)), min_size=1, max_size=2)
