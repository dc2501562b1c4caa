"""What each rule of exceptions says of a line, and of which lines it says nothing."""

from datetime import timedelta

import pytest

from payments.reconciliation.rules.amount_fit import MISFIT, AmountFit
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.decisions import MatchOutcome
from payments.reconciliation.rules.exception_registry import exception_rules
from payments.reconciliation.rules.exception_rule import Doubt, ExceptionRule, LineFacts
from payments.reconciliation.rules.naming import Naming
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import FitKind, Income, Planned, TargetKind
from tests.payments.reconciliation.rules.cases import WEDNESDAY, amara, contribution, line, load

SHOP = line(1, -2580, "GARDEN CTR")
PAID_IN = line(1, 5000, "R PELL")


def candidate(source: Planned | Income, fit: AmountFit = MISFIT) -> Candidate:
    kind = source.kind if isinstance(source, Income) else TargetKind.PLAN_LINE
    return Candidate(source, kind, Naming(Strength.SAME_NAME, source.names), fit)


def unmatched(of: object = SHOP, **facts: object) -> LineFacts:
    return LineFacts(of, MatchOutcome.UNMATCHED, **facts)  # type: ignore[arg-type]


def suggested(doubt: Doubt, **facts: object) -> LineFacts:
    chosen = candidate(amara(), AmountFit(FitKind.FULL, 300))
    known = {"chosen": chosen, "equal": (chosen,), "doubt": doubt, **facts}
    return LineFacts(line(1, -4950, "AMARA OBI"), MatchOutcome.SUGGESTED, **known)  # type: ignore[arg-type]


def not_planned(*pieces: Planned) -> LineFacts:
    return suggested(Doubt.NOT_PLANNED, pieces=pieces)


def matched(source: Planned) -> LineFacts:
    of = line(1, -4950, "AMARA OBI", mcc="6011")
    return LineFacts(of, MatchOutcome.MATCHED, chosen=candidate(source))


SAYS = [
    (
        "R1",
        unmatched(),
        "No support in the plan has this cost. This payment was not stopped. It can be right.",
    ),
    ("R1", unmatched(PAID_IN), "This money in was not expected."),
    ("R2", unmatched(same_need=True), "Not a payee in the plan, but a supplier for the same need."),
    ("R3", suggested(Doubt.TAKEN), "Looks like Amara O., but payments planned near this date are"),
    (
        "R3",
        unmatched(line(1, -6000, "AMARA OBI"), candidates=(candidate(amara()),)),
        "The plan has Amara O. at £16.50 an hour, £49.50 in all, planned every Wednesday; "
        "£60.00 is £10.50 more.",
    ),
    (
        "R3",
        unmatched(line(1, -1000, "AMARA OBI"), candidates=(candidate(amara()),)),
        "The plan has Amara O. at £16.50 an hour; £10.00 is not a whole number of hours.",
    ),
    (
        "R3",
        suggested(
            Doubt.TAKEN, pieces=(amara(until=WEDNESDAY), amara(price_pence=1700, first=WEDNESDAY))
        ),
        "The plan has Amara O. at £17.00 an hour; £49.50 is not a whole number of hours.",
    ),
    (
        "R21",
        not_planned(amara(first=WEDNESDAY + timedelta(5))),
        "Looks like Amara O., but the support planned with them begins on 7 September 2026.",
    ),
    (
        "R21",
        not_planned(amara(until=WEDNESDAY - timedelta(20)), amara(until=WEDNESDAY)),
        "Looks like Amara O., but the last day of the support planned with them was 1 September 2026.",
    ),
    (
        "R21",
        not_planned(amara(until=WEDNESDAY), amara(first=WEDNESDAY + timedelta(9))),
        "Looks like Amara O., but no support was planned with them near this date.",
    ),
    (
        "R28",
        unmatched(unpaid="3 hours with Amara O."),
        "3 hours with Amara O. No payment agreement into this account pays for this on that day.",
    ),
    (
        "R28",
        unmatched(PAID_IN, unpaid="A payment from the council."),
        "A payment from the council. No payment agreement pays this into this account.",
    ),
    (
        "R8",
        unmatched(line(1, 30000, "FERNSHIRE"), candidates=(candidate(contribution()),)),
        "The person pays £93.00 a week; £300.00 is not a number of weeks.",
    ),
    (
        "R9",
        unmatched(line(1, 40000, "FERNSHIRE"), candidates=(candidate(contribution()),)),
        "The person pays £93.00 a week; £400.00 is not a number of weeks.",
    ),
    (
        "R29",
        unmatched(line(1, 30000, "FERNSHIRE"), candidates=(candidate(load()),)),
        "The council pays £93.00 a week; £300.00 is not a number of weeks.",
    ),
    (
        "R10",
        unmatched(line(1, -4000, "CASH", mcc="6011")),
        "Cash withdrawal. Ask for the receipts.",
    ),
    (
        "R11",
        unmatched(line(1, -4000, "LUCKY", mcc="7995")),
        "Council rule: check this type of shop.",
    ),
    (
        "R13",
        unmatched(line(2, -2580, "GARDEN CTR", 1), repeat_of=SHOP),
        "The same payee was paid £25.80 on 2 September too. It may have been paid twice.",
    ),
    (
        "R13",
        unmatched(PAID_IN, repeat_of=PAID_IN),
        "£50.00 came in from the same payer on the same day too. It may have been paid twice.",
    ),
    (
        "R15",
        unmatched(line(2, 450, "REFUND CARS", 9), purchases=(line(1, -900, "CARS"),)),
        "A refund with no purchase of £4.50 in the last 90 days. Nearest: £9.00 on 2 September.",
    ),
    ("R15", unmatched(line(2, 450, "CARS", mcc="4121")), "A refund with no purchase of £4.50"),
    (
        "R20",
        matched(amara(accredited=False)),
        "Amara O. is not accredited now. No payment is stopped.",
    ),
    (
        "R20",
        matched(amara(lapsed=((WEDNESDAY, None),))),
        "Amara O. was not accredited on 2 September 2026. No payment is stopped.",
    ),
    ("R27", unmatched(today=WEDNESDAY + timedelta(15)), "Waiting since 2 September 2026."),
    ("T5", suggested(Doubt.UNSURE), "3 hours with Amara O. at £16.50, planned every Wednesday."),
    ("T5", suggested(Doubt.CONTESTED), "Looks like Amara O., but another payment fits the same"),
    ("T5", suggested(Doubt.EQUAL), "More than 1 planned support for Amara O. fits. Choose 1."),
    (
        "T5",
        suggested(Doubt.EQUAL, equal=(candidate(amara()), candidate(amara(label="Bea")))),
        "Amara O. and Bea fit equally well. Choose 1.",
    ),
]


@pytest.mark.parametrize(("code", "facts", "says"), SAYS)
def test_a_rule_when_the_line_is_its_business_says_so_with_its_code(
    code: str, facts: LineFacts, says: str
) -> None:
    finding = exception_rules()[code].finding(facts)
    assert finding is not None
    assert finding.code == code
    assert finding.sentence.startswith(says)


def test_every_rule_has_its_sentence_tested_here() -> None:
    rules = exception_rules().items()
    of_lines = {code for code, rule in rules if isinstance(rule, ExceptionRule)}
    assert {code for code, _, _ in SAYS} == of_lines


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("R1", unmatched(same_need=True)),
        ("R1", unmatched(line(2, 450, "REFUND CARS"))),
        ("R1", unmatched(candidates=(candidate(amara()),))),
        ("R2", unmatched(PAID_IN, same_need=True)),
        ("R3", suggested(Doubt.TAKEN, repeat_of=SHOP)),
        ("R3", unmatched(PAID_IN, candidates=(candidate(load()),))),
        ("R8", unmatched(line(1, 40000, "FERNSHIRE"), candidates=(candidate(contribution()),))),
        ("R9", unmatched(line(1, 30000, "FERNSHIRE"), candidates=(candidate(contribution()),))),
        ("R29", unmatched(line(1, 30000, "FERNSHIRE"), candidates=(candidate(contribution()),))),
        ("R10", matched(amara())),
        ("R10", unmatched(line(1, 4000, "CASH", mcc="6011"))),
        ("R11", unmatched()),
        ("R13", unmatched()),
        ("R15", unmatched(PAID_IN)),
        ("R20", matched(amara())),
        ("R27", unmatched(today=WEDNESDAY + timedelta(14))),
        ("R21", suggested(Doubt.TAKEN)),
        ("R27", unmatched()),
        ("R28", unmatched()),
        ("T5", suggested(Doubt.TAKEN)),
        ("T5", suggested(Doubt.UNSURE, repeat_of=SHOP)),
        ("T5", not_planned(amara(until=WEDNESDAY))),
        ("T5", unmatched()),
    ],
)
def test_a_rule_when_the_line_is_not_its_business_says_nothing(code: str, facts: LineFacts) -> None:
    assert exception_rules()[code].finding(facts) is None
