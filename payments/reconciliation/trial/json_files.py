"""Reading a JSON file that somebody else wrote, and saying in which place it is not as the format says."""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from marketplace.core.errors import Problem, problem
from payments.reconciliation.trial.errors import TrialRefused

#: Bytes of one file. Judgement: the truth of a million lines has some 600 MB; nobody tries more at once.
MOST_BYTES = 1_000_000_000
Model = TypeVar("Model", bound=BaseModel)


def read_model(kind: type[Model], path: Path) -> Model:
    """The file as a value. Raises TrialRefused with the first place that is wrong."""
    read = read_json(path)
    if not isinstance(read, dict):
        raise TrialRefused(problem("trial_not_an_object", file=path.name))
    try:
        return kind.model_validate(read)
    except ValidationError as error:
        raise TrialRefused(_first(error, path.name)) from error


def read_json(path: Path) -> Any:
    """What the file holds. Numbers with a point are Decimals."""
    try:
        text = read_bytes(path, MOST_BYTES).decode("utf-8-sig")
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise TrialRefused(problem("trial_not_utf8", file=path.name)) from error
    except json.JSONDecodeError as error:
        broken = problem("trial_bad_json", file=path.name, row=error.lineno, column=error.colno)
        raise TrialRefused(broken) from error
    except (ValueError, RecursionError, ArithmeticError) as error:
        # A number of thousands of figures, a word like NaN, or brackets inside brackets without end.
        raise TrialRefused(problem("trial_odd_json", file=path.name)) from error


def read_bytes(path: Path, most: int) -> bytes:
    """A plain file's bytes, where there are no more than `most`. A pipe or a device is never opened."""
    try:
        if not path.is_file():
            raise TrialRefused(problem("trial_file_missing", file=path.name))
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise TrialRefused(
            problem("trial_file_closed", file=path.name, reason=error.strerror)
        ) from error
    if len(data) > most:
        raise TrialRefused(problem("trial_file_large", file=path.name, most=most // 1_000_000))
    return data


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(word)


def _first(error: ValidationError, file: str) -> Problem:
    found = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place, key = place_of(found["loc"])
    if found["type"] == "missing":
        return problem("trial_key_missing", file=file, place=place, key=key)
    return problem("trial_key_unlike", file=file, place=place, key=key, says=found["msg"])


def place_of(where: Sequence[str | int]) -> tuple[str, str]:
    """Where it is and which key: (", items 12, price_changes 1", "from"). Rows are counted from 1."""
    words: list[str] = []
    for step in where:
        if isinstance(step, int) and words:
            words[-1] = f"{words[-1]} {step + 1}"
        else:
            words.append(str(step))
    *above, key = words or [""]
    return "".join(f", {word}" for word in above), key
