"""The report of a trial: one page that needs nothing else to be read, or JSON with everything."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from marketplace.core.stylesheet import NAME, joined
from marketplace.core.wording import sentence_of
from payments.reconciliation.trial.answers import as_json
from payments.reconciliation.trial.scoring import Judged, Score, Tally
from payments.reconciliation.trial.tables import Trial, tables_of
from payments.reconciliation.trial.truth import TruthLine

ENDINGS = (".html", ".json")


def written(trial: Trial, ending: str) -> str:
    """The report in the kind that a file's ending names."""
    return page(trial) if ending == ".html" else json_of(report_json(trial))


def page(trial: Trial) -> str:
    """The report as HTML, its styles inside, without script."""
    context = {
        "trial": trial,
        "tables": tables_of(trial),
        "stylesheet": joined(Path(settings.STYLES_DIR) / NAME),
    }
    return render_to_string("reconciliation/trial.html", context)


def report_json(trial: Trial) -> dict[str, Any]:
    """Everything that was found, for a machine."""
    return {
        "council": trial.council,
        "people": trial.people,
        "files": trial.files,
        "rows": len(trial.rows),
        "not_read": [
            {"file": one.file, "row": one.row, "why": sentence_of(one.problem)}
            for one in trial.not_read
        ],
        "score": _score(trial.score) if trial.score else None,
        "answers": as_json(trial.answers),
    }


def json_of(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"


def _score(score: Score) -> dict[str, Any]:
    return {
        "wrong": [_judged(one) for one in score.wrong],
        "total": _tally(score.total),
        "by_type": {name: _tally(each) for name, each in score.by_type.items()},
        "by_difficulty": {name: _tally(each) for name, each in score.by_difficulty.items()},
        "apart": {name: asdict(each) for name, each in score.apart.items()},
        "rules": asdict(score.rules),
        "rules_by_code": {code: asdict(each) for code, each in score.rules_by_code.items()},
        "raised_without_cause": dict(score.without_cause),
        "suggestions": asdict(score.suggestions),
        "copies": score.copies,
        "claimed_again": score.claimed_again,
        "unanswered": score.unanswered,
        "unlabelled": score.unlabelled,
        "left_open": [_judged(one) for one in score.left_open],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return asdict(tally) | {
        "precision": tally.precision,
        "recall": tally.recall,
        "may_be_wrong": tally.may_be_wrong,
    }


def _judged(one: Judged) -> dict[str, Any]:
    return {
        "verdict": one.verdict,
        "is_again": one.is_again,
        "truth": one.line.model_dump(mode="json", include=set(TruthLine.model_fields)),
        "answer": asdict(one.answer),
    }
