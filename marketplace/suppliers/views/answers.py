"""The answers of a registration, kept in the session until they are checked and sent."""

from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from marketplace.core.gov_forms import GovForm
from marketplace.suppliers.forms import (
    ADDRESS_IS_PRIVATE,
    FirstContactForm,
    KindForm,
    NameForm,
    PlaceForm,
)
from marketplace.suppliers.rules import SupplierKind

SESSION_KEY = "supplier_registration"
STEPS = ["kind", "name", "place", "contact"]


@dataclass
class Registration:
    """What has been answered so far, step by step."""

    session: SessionBase

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = self.session.get(SESSION_KEY, {})
        return found

    @property
    def kind(self) -> SupplierKind | None:
        kind = self.answers.get("kind", {}).get("kind")
        return SupplierKind(kind) if kind else None

    def keep(self, step: str, answers: dict[str, str]) -> None:
        self.session[SESSION_KEY] = {**self.answers, step: answers}

    def forget(self) -> None:
        self.session.pop(SESSION_KEY, None)

    def form(self, step: str, data: Any = None) -> GovForm:
        """The form of a step, filled with what was answered before."""
        kept = self.answers.get(step)
        if step == "kind":
            return KindForm(data, initial=kept)
        if step == "name":
            return NameForm(data, initial=kept, kind=self.kind or SupplierKind.COMMUNITY)
        if step == "contact":
            return FirstContactForm(data, initial=kept, kind=self.kind or SupplierKind.COMMUNITY)
        form = PlaceForm(data, initial=kept)
        if self.kind == SupplierKind.PERSONAL_ASSISTANT:
            form.fields["address"].help_text = ADDRESS_IS_PRIVATE
        return form

    def first_unanswered(self) -> str | None:
        """The first step without a good answer; a changed kind may make an old name a bad one."""
        for step in STEPS:
            kept = self.answers.get(step)
            if kept is None or not self.form(step, kept).is_valid():
                return step
        return None

    def everything(self) -> dict[str, Any]:
        """All the answers as the action wants them. Only when none is unanswered."""
        merged: dict[str, Any] = {}
        for step in STEPS:
            merged |= self.answers[step]
        return {**merged, "kind": SupplierKind(merged["kind"])}
