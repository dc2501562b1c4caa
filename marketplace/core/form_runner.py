"""The one runner between a form and an action: what the action refuses becomes errors of the form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from marketplace.core.errors import DomainError
from marketplace.core.seen_forms import SeenForm
from marketplace.core.wording import sentence_of


@dataclass(frozen=True)
class Ran:
    """Whether the action was carried out, what it answered, and the codes of what it refused."""

    ok: bool
    answer: Any = None
    codes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.ok


def run(form: BaseForm, action: Callable[..., Any], **facts: Any) -> Ran:
    """Call an action; what it refuses stands in the form, each Problem at its field."""
    try:
        return Ran(True, action(**facts))
    except DomainError as refusal:
        refuse(form, refusal)
        if isinstance(form, SeenForm) and "changed_meanwhile" in refusal.codes:
            form.show_now()
        return Ran(False, codes=tuple(refusal.codes))


def refuse(form: BaseForm, refusal: DomainError) -> None:
    """Put each Problem beside its field; at the top where the form has no such field."""
    for problem in refusal.problems:
        field = problem.field if problem.field in form.fields else None
        form.add_error(field, ValidationError(sentence_of(problem), code="refused"))
