"""Concerns, and the officers who work on them."""

from itertools import count
from typing import Any

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.core.actors import SystemActor
from marketplace.safeguarding.actions.raising import raise_concern
from marketplace.safeguarding.actions.working import decide_concern, triage_concern
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.rules import MAY_TAKE_CONCERNS, AboutWhom, Danger, Report
from marketplace.safeguarding.samples import DECIDED, TRIAGED
from tests.factories.accounts import as_viewer, make_authority, make_user

FORM = SystemActor("concern_form", frozenset({MAY_TAKE_CONCERNS}))
ANSWERS = {"about": "adult", "danger": "no", "happened": "She had no lunch."}
_numbers = count(1)


def make_officer(**facts: Any) -> User:
    return make_user(Role.SAFEGUARDING, **facts)


def make_concern(
    authority: Authority | None = None,
    opened_from: tuple[str, int] | None = None,
    **answers: Any,
) -> SafeguardingConcern:
    """A new concern about an adult, raised by nobody in particular."""
    council = authority or make_authority()
    report = Report(
        **{
            "happened": "She had no lunch.",
            "about": AboutWhom.ADULT,
            "danger": Danger.NO,
            **answers,
        }
    )
    return raise_concern(
        by=as_viewer(FORM, authority=council),
        sending_key=f"sending {next(_numbers)}",
        report=report,
        opened_from=opened_from,
    )


def make_triaged(officer: User, **answers: Any) -> SafeguardingConcern:
    concern = make_concern(**answers)
    return triage_concern(by=as_viewer(officer), concern_id=concern.pk, **TRIAGED)


def make_decided(officer: User, **answers: Any) -> SafeguardingConcern:
    concern = make_triaged(officer, **answers)
    return decide_concern(by=as_viewer(officer), concern_id=concern.pk, **DECIDED)
