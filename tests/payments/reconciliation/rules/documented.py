"""The table of exceptions in docs/money.md, as the rules make it."""

from pathlib import Path

from payments.reconciliation.rules.exception_registry import exception_rules

MONEY_DOC = Path(__file__).resolve().parents[4] / "docs/money.md"
HEADING = "| Code | Means | Kind | Who looks | Days | How it usually ends | Rests on |"


def table_of_rules() -> str:
    """What docs/money.md must hold, most pressing first."""
    rows = [
        f"| {rule.code} | {rule.meaning} | {rule.kind.label.lower()} | "
        f"{rule.owner.label.lower()} | {rule.within.usual} | "
        f"{'; '.join(resolution.label for resolution in rule.resolutions)} | {rule.law} |"
        for rule in exception_rules().values()
    ]
    return "\n".join([HEADING, "|---|---|---|---|---|---|---|", *rows])


def documented_table() -> str:
    """What docs/money.md holds."""
    lines = MONEY_DOC.read_text().splitlines()
    start = lines.index(HEADING)
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("|"))
    return "\n".join(lines[start:end])
