"""What a trial found, as tables of words: the same on the page and on the terminal. Wrong ones first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marketplace.core.pence import format_pounds
from marketplace.core.wording import sentence_of
from payments.reconciliation.trial.answers import ITEMS, Answer, Shares
from payments.reconciliation.trial.scoring import FIRST, Judged, Score, Tally
from payments.reconciliation.trial.statements import NotRead, TrialRow

#: Rows of a table on the page. Judgement: more than a person reads; the JSON report has them all.
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class ReportCell:
    """One value under its heading; figures are set to the right."""

    heading: str
    text: str
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows under headings like "Kind|Lines:num". ``left_out`` is how many rows more there are."""

    title: str
    columns: str
    rows: tuple[tuple[ReportCell, ...], ...]
    about: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """All that a trial found."""

    council: str
    people: int
    files: int
    rows: tuple[TrialRow, ...]
    not_read: tuple[NotRead, ...]
    answers: tuple[Answer, ...]
    score: Score | None = None


def tables_of(trial: Trial) -> list[ReportTable]:
    """Every table of a report, in its order."""
    found = list(_scored(trial.score)) if trial.score else []
    return [*found, *_of_answers(trial), _not_read(trial.not_read)]


def headline(score: Score) -> ReportTable:
    """The few figures that say how good the matching is."""
    total, again = score.total, score.suggestions
    bound = total.may_be_wrong
    known = sum(each.known for each in score.apart.values())
    apart = sum(each.lines for each in score.apart.values())
    said_of_another = sum(each.said_of_another for each in score.apart.values())
    may_be = "" if bound is None else f"; with none wrong, up to {percent(bound, up=True)} may be"
    rows = [
        (
            "Automatic matches right",
            percent(total.precision),
            _of(total.automatic - total.wrong, total.automatic),
        ),
        ("Automatic matches wrong", f"{total.wrong:,}", f"of {total.automatic:,}{may_be}"),
        ("Matchable lines matched", percent(total.recall), _of(total.right, total.matchable)),
        (
            f"Right among the first {FIRST} suggestions",
            percent(_share(again.in_first, again.open)),
            f"{_of(again.in_first, again.open)} matchable lines left open",
        ),
        (
            "Rule as expected or accepted",
            percent(_share(score.rules.right, score.rules.due)),
            f"{_of(score.rules.right, score.rules.due)} lines where one is due",
        ),
        (
            "Rule raised without cause",
            percent(_share(score.rules.without_cause, score.rules.none_due), up=True),
            f"{_of(score.rules.without_cause, score.rules.none_due)} lines where none is due",
        ),
        (
            "Loads, contributions, fees, own money known",
            percent(_share(known, apart)),
            f"{_of(known, apart)}; {said_of_another:,} other lines were said to be one of them",
        ),
        (
            "Lines that came again",
            f"{score.copies:,}",
            f"{score.claimed_again:,} claimed a second time",
        ),
    ]
    if score.unanswered or score.unlabelled:
        rows.append(
            (
                "Truth and statements differ",
                f"{score.unanswered + score.unlabelled:,}",
                f"{score.unanswered:,} rows of the truth were not read,"
                f" {score.unlabelled:,} rows read are not in the truth",
            )
        )
    return _table("How right it was", "What|Figure:num|Counted", rows)


def by_type(score: Score) -> ReportTable:
    """Each kind of line, those with something wrong and those least matched first."""
    return _table(
        "By kind of line",
        f"Kind|{_TALLY}",
        [(name, *_counts(tally)) for name, tally in score.by_type.items()],
    )


def percent(value: float | None, *, up: bool = False) -> str:
    """A share to a hundredth of a percent, never rounded to look better: 100% is all of them."""
    if value is None:
        return "–"
    hundredths = int(value * 10_000 + 1e-7)
    if up and value * 10_000 > hundredths + 1e-6:
        hundredths += 1
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


_TALLY = "Lines:num|Matchable:num|Right:num|Matched:num|With its rule:num|Wrong:num"


def _scored(score: Score) -> Iterator[ReportTable]:
    yield _wrong(score.wrong)
    yield headline(score)
    yield by_type(score)
    yield _table(
        "By how hard a line is to know",
        f"Difficulty|{_TALLY}",
        [(name, *_counts(tally)) for name, tally in sorted(score.by_difficulty.items())],
    )
    yield _table(
        "Lines that are no payment of the plan",
        "Kind|Lines:num|Known:num|Missed:num|Said of another line:num",
        [
            (name, *_figures(each.lines, each.known, each.missed, each.said_of_another))
            for name, each in score.apart.items()
        ],
    )
    yield _table(
        "Rules that were due",
        "Rule|Due:num|As expected or accepted:num|With another beside it:num|Missed:num",
        [
            (code, *_figures(each.due, each.right, each.other, each.missed))
            for code, each in sorted(score.rules_by_code.items())
        ],
    )
    yield _table(
        "Rules raised where none is due",
        "Rule|Lines:num",
        [(code, f"{count:,}") for code, count in score.without_cause.most_common()],
    )
    yield _table(
        "Matchable lines left open",
        "Line|Words on the statement|Kind|It is|First suggestion|Reason",
        [_judged(one)[:-1] for one in score.left_open],
    )


def _wrong(wrong: Sequence[Judged]) -> ReportTable:
    return _table(
        "Wrong automatic matches",
        "Line|Words on the statement|Kind|It is|It was said to be|Reason given|Why it is so",
        [_judged(one) for one in wrong],
        about="" if wrong else "None.",
    )


def _judged(one: Judged) -> tuple[str, ...]:
    line, answer = one.line, one.answer
    said = answer.target if answer.target != ITEMS else _shares(answer.items)
    return (
        f"{line.file}, row {line.row}: {line.date.isoformat()}, {format_pounds(line.pence)}",
        line.text,
        line.type,
        f"{_shares(line.items) or line.label}{f' {line.rule}' if line.rule else ''}",
        f"{said}{f' {answer.rule}' if answer.rule else ''}{', a second time' if one.is_again else ''}",
        answer.reason,
        line.why,
    )


def _of_answers(trial: Trial) -> Iterator[ReportTable]:
    said = Counter((one.status, one.target) for one in trial.answers)
    yield _table(
        "What the matcher says",
        "Status|Of what|Lines:num",
        [(status, target, f"{count:,}") for (status, target), count in sorted(said.items())],
    )
    raised = Counter(code for one in trial.answers for code in one.rule.split(";") if code)
    yield _table(
        "Rules raised",
        "Rule|Lines:num",
        [(code, f"{count:,}") for code, count in raised.most_common()],
    )
    by_place = {(row.file, row.row): row for row in trial.rows}
    yield _table(
        "Lines matched, and why" if not trial.score else "Lines of the statements",
        "Line|Words on the statement|Status|Of what|Rules|Reason",
        [_answered(one, by_place[one.file, one.row]) for one in trial.answers],
    )


def _answered(answer: Answer, row: TrialRow) -> tuple[str, ...]:
    return (
        f"{row.file}, row {row.row}: {row.day.isoformat()}, {format_pounds(row.pence)}",
        row.text,
        answer.status,
        _shares(answer.items) if answer.target == ITEMS else answer.target,
        answer.rule,
        answer.reason,
    )


def _not_read(found: Sequence[NotRead]) -> ReportTable:
    return _table(
        "What could not be read, or needs a look",
        "File|Row|Why",
        [(one.file, str(one.row or "whole file"), sentence_of(one.problem)) for one in found],
        about="" if found else "Every row was read.",
    )


def _shares(items: Shares) -> str:
    return ", ".join(f"{item} {format_pounds(pence)}" for item, pence in items)


def _counts(tally: Tally) -> tuple[str, ...]:
    lines, matchable, right = _figures(tally.lines, tally.matchable, tally.right)
    return (lines, matchable, right, percent(tally.recall), *_figures(tally.claimed, tally.wrong))


def _figures(*counts: int) -> tuple[str, ...]:
    return tuple(f"{count:,}" for count in counts)


def _of(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,}"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _table(title: str, columns: str, rows: Iterable[Sequence[str]], about: str = "") -> ReportTable:
    heads = [heading.partition(":") for heading in columns.split("|")]
    all_rows = list(rows)
    return ReportTable(
        title=title,
        columns=columns,
        rows=tuple(
            tuple(
                ReportCell(heading, text, is_figure=bool(mark))
                for (heading, _, mark), text in zip(heads, row, strict=True)
            )
            for row in all_rows[:MOST_SHOWN]
        ),
        about=about,
        left_out=max(len(all_rows) - MOST_SHOWN, 0),
    )
