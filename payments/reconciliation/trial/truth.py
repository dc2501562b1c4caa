"""`truth.json` of a trial: what each row of its statements is, by somebody who knew."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from marketplace.core.errors import problem
from payments.reconciliation.trial.errors import TrialRefused
from payments.reconciliation.trial.format import Day, Id, Pence, TrialValue
from payments.reconciliation.trial.json_files import read_model

TRUTH = "truth.json"


#: What kind of line one is.
TruthLabel = Literal[
    "match",
    "refund",
    "exception",
    "load",
    "contribution",
    "fee",
    "interest",
    "transfer",
    "cash",
    "off_plan",
    "pending",
    "duplicate_export",
]
PENDING: TruthLabel = "pending"


class TruthLine(TrialValue):
    """One row and what it is. `type` is the kind of line that results are told by."""

    file: str
    row: Annotated[int, Field(strict=True, ge=1)]
    key: Id
    account: str
    person: str
    date: Day
    pence: Pence
    text: str
    label: TruthLabel
    type: str
    difficulty: str
    items: tuple[tuple[str, Pence], ...]
    rule: str
    also_ok: tuple[str, ...]
    matchable: Annotated[bool, Field(strict=True)]
    may_claim: Annotated[bool, Field(strict=True)]
    why: str
    refund_of: str | None = None
    same_as: str | None = None


class Truth(TrialValue):
    lines: tuple[TruthLine, ...]


def read_truth(folder: Path) -> Truth | None:
    """The truth of a trial folder; None where it has none. Raises TrialRefused with the place that is wrong."""
    if not (folder / TRUTH).exists():
        return None
    truth = read_model(Truth, folder / TRUTH)
    rows: set[tuple[str, int]] = set()
    keys = {line.key for line in truth.lines}
    for number, line in enumerate(truth.lines, 1):
        place = f", lines {number}"
        if (line.file, line.row) in rows:
            facts = {"place": place, "id": f"row {line.row} of {line.file}"}
            raise TrialRefused(problem("trial_id_twice", file=TRUTH, **facts))
        rows.add((line.file, line.row))
        if line.same_as is not None and line.same_as not in keys:
            facts = {"place": place, "key": "same_as", "id": line.same_as}
            raise TrialRefused(problem("trial_id_unknown", file=TRUTH, **facts))
    return truth
