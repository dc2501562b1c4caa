"""What the matcher says of each row, in the shape of `answers.json`."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.refunds import REFUND
from payments.reconciliation.rules.values import TargetKind
from payments.reconciliation.trial.answers import (
    AUTO,
    ITEMS,
    NONE,
    SUGGESTED,
    Answer,
    Shares,
)
from payments.reconciliation.trial.cases import TrialCase, cases_of
from payments.reconciliation.trial.format import TrialPlans
from payments.reconciliation.trial.repeats import repeats
from payments.reconciliation.trial.statements import TrialFile, TrialRow

#: What the format calls each outcome.
STATUS = {
    MatchOutcome.MATCHED: AUTO,
    MatchOutcome.SUGGESTED: SUGGESTED,
    MatchOutcome.UNMATCHED: NONE,
}


def answers_of(
    plans: TrialPlans, files: Sequence[TrialFile], told: Callable[[int, int], None]
) -> list[Answer]:
    """An answer for every row that was read, in the order of the files.

    ``told`` hears how many of how many lines are decided.
    """
    copies = repeats(files)
    rows = [row for file in files for row in file.rows]
    open_rows = [row for row in rows if not row.is_pending and row not in copies]
    said: dict[TrialRow, Answer] = {}
    keys = keys_of(rows)
    for case in cases_of(plans, open_rows):
        for answer, row in _answers(case, plans, keys):
            said[row] = answer
        told(len(said), len(open_rows))
    return [said.get(row) or _left_out(row, copies.get(row)) for row in rows]


def keys_of(rows: Iterable[TrialRow]) -> dict[TrialRow, str]:
    """A key for each row: account, date, pence, hash of the text, and which of its equals it is."""
    seen: Counter[str] = Counter()
    found = {}
    for row in rows:
        digest = sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        key = f"{row.account}:{row.day.isoformat()}:{row.pence}:{digest}"
        seen[key] += 1
        found[row] = f"{key}:{seen[key]}"
    return found


def _left_out(row: TrialRow, copy_of: TrialRow | None) -> Answer:
    """Of rows that are not matched: the copy of an earlier line, or one that the bank has not booked."""
    why = "The bank has not booked it yet."
    if copy_of:
        why = f"The same line as row {copy_of.row} of {copy_of.file}."
    return Answer(row.file, row.row, NONE, reason=why)


def _answers(
    case: TrialCase, plans: TrialPlans, keys: Mapping[TrialRow, str]
) -> Iterator[tuple[Answer, TrialRow]]:
    for decision in decide(case.case):
        row = case.rows[decision.line_id]
        sign = 1 if row.pence < 0 else -1
        whole = sign * abs(row.pence)
        purchase = _purchase(decision)
        yield (
            Answer(
                file=row.file,
                row=row.row,
                status=STATUS[decision.outcome],
                items=_items(decision, plans, sign, whole),
                alternatives=tuple(_alternatives(decision, plans, whole)),
                target=_target(decision),
                rule=";".join(sorted(set(_codes(decision)))),
                refund_of=keys[case.rows[purchase]] if purchase else "",
                reason=decision.reason,
            ),
            row,
        )


def _target(decision: MatchDecision) -> str:
    kind = decision.target_kind
    return ITEMS if kind in (None, TargetKind.PLAN_LINE) else str(kind.value)


def _items(decision: MatchDecision, plans: TrialPlans, sign: int, whole: int) -> Shares:
    if decision.target_kind is not TargetKind.PLAN_LINE or decision.target_id is None:
        return ()
    shares = decision.shares or ((decision.target_id, abs(whole)),)
    pence: Counter[int] = Counter()
    for number, part in shares:
        pence[number] += part
    return tuple((plans.items[number - 1].id, sign * part) for number, part in pence.items())


def _alternatives(decision: MatchDecision, plans: TrialPlans, whole: int) -> Iterator[Shares]:
    for each in decision.alternatives:
        if each.target_kind == TargetKind.PLAN_LINE:
            yield ((plans.items[each.target_id - 1].id, whole),)


def _codes(decision: MatchDecision) -> Iterator[str]:
    """The rules raised. A likely match is no rule: the answer's status says it."""
    return (finding.code for finding in decision.findings if finding.code.startswith("R"))


def _purchase(decision: MatchDecision) -> int | None:
    return next((claim.id for claim in decision.claims if claim.kind == REFUND), None)
