"""Keeping what rules found as it is now: new, reworded, decided or no longer so. Part of an action."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from marketplace.accounts.viewer import Viewer
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.cards.models import ReceivedLine
from payments.reconciliation.models import MoneyFinding
from payments.reconciliation.rules.absence import Reckoned
from payments.reconciliation.rules.exception_rule import FindingKind
from payments.reconciliation.rules.explanations import LONGEST_REASON
from payments.reconciliation.rules.states import FINDING_TRANSITIONS, FindingState
from payments.reconciliation.rules.subjects import FindingSubject

# Rows in one statement. Source: SQLite takes at most 32,766 values in one; a finding has 12.
BATCH = 500


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What one rule says of a subject: its code, what that is here, the sentence and what it rests on."""

    rule: str
    kind: FindingKind
    sentence: str
    facts: Reckoned = field(default_factory=dict)


def subject_of_line(line: ReceivedLine) -> FindingSubject:
    """What is found about a line; its account is loaded with it."""
    return FindingSubject(line.authority_id, line.account.person_id, line.account_id, line.pk)


def subject_of(row: MoneyFinding) -> FindingSubject:
    """What a finding is about."""
    return FindingSubject(row.authority_id, row.person_id, row.account_id, row.line_id)


def keep_findings(
    *, by: Viewer, found: Mapping[FindingSubject, Sequence[NewFinding]]
) -> dict[tuple[FindingSubject, str], MoneyFinding]:
    """Make what is so of locked subjects that which is said of them now, and return it by subject and rule.

    What is said no more has ended. What a person decided stays decided for as long as it is so.
    """
    require_transaction()
    now_so = {(subject_of(row), row.rule): row for row in findings_about(found)}
    said = {(subject, one.rule): one for subject, of_it in found.items() for one in of_it}
    end_findings(by=by, rows=[row for key, row in now_so.items() if key not in said])
    again = [(row, said[key]) for key, row in now_so.items() if key in said]
    _reword(again)
    new = MoneyFinding.objects.bulk_create(
        [
            MoneyFinding(
                **subject.columns,
                rule=one.rule,
                kind=one.kind,
                sentence=one.sentence[:LONGEST_REASON],
                facts=dict(one.facts),
                found_at=by.at,
            )
            for (subject, rule), one in said.items()
            if (subject, rule) not in now_so
        ],
        batch_size=BATCH,
    )
    return {(subject_of(row), row.rule): row for row in [*new, *(row for row, _ in again)]}


def findings_about(subjects: Collection[FindingSubject]) -> list[MoneyFinding]:
    """What is so about these subjects, by row."""
    lines = [each.line_id for each in subjects if each.line_id]
    wider = [each for each in subjects if each.line_id is None]
    accounts = [each.account_id for each in wider if each.account_id]
    people = [each.person_id for each in wider if each.account_id is None]
    about = (
        Q(line__in=lines) | Q(line=None, account__in=accounts) | Q(account=None, person__in=people)
    )
    return list(MoneyFinding.objects.so().filter(about).order_by("pk"))


def _reword(again: Iterable[tuple[MoneyFinding, NewFinding]]) -> None:
    changed = []
    for row, one in again:
        columns = {
            "kind": one.kind.value,
            "sentence": one.sentence[:LONGEST_REASON],
            "facts": dict(one.facts),
        }
        if any(getattr(row, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(row, name, value)
            changed.append(row)
    MoneyFinding.objects.bulk_update(changed, ["kind", "sentence", "facts"], batch_size=BATCH)


def end_findings(*, by: Viewer, rows: Sequence[MoneyFinding]) -> None:
    """These are not so any more."""
    require_transaction()
    move(
        rows,
        FindingState.ENDED,
        table=FINDING_TRANSITIONS,
        by=by,
        event="findings_ended",
        changes={"ended_at": by.at},
    )


def settle_findings(*, by: Viewer, rows: Iterable[MoneyFinding]) -> None:
    """Somebody has decided what comes of these, which are so."""
    require_transaction()
    standing = [row for row in rows if row.state == FindingState.STANDING]
    move(
        standing,
        FindingState.SETTLED,
        table=FINDING_TRANSITIONS,
        by=by,
        event="findings_settled",
    )
