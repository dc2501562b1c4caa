"""Writing down what may go wrong for a person, and that it no longer does."""

from datetime import date

from django.db import transaction

from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible
from marketplace.people.errors import refuse_if_any
from marketplace.people.models import Person, PersonRisk
from marketplace.people.permissions import check_can_write_risks
from marketplace.people.rules import RiskHarm, RiskLikelihood, risk_problems


@transaction.atomic
def write_risk(
    *,
    by: Viewer,
    person: Person,
    what: str,
    likelihood: RiskLikelihood,
    harm: RiskHarm,
    done: str,
    review_date: date,
    wanted: str = "",
) -> PersonRisk:
    """Write down a risk with what is done about it: the person, or whoever plans with them and sees risks.

    Raises PeopleError.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    check_can_write_risks(by, person)
    if person.erased_at:
        raise NotVisible("This record was erased.")
    refuse_if_any(risk_problems(what, done, review_date, by.today))
    risk = PersonRisk.objects.create(
        person=person,
        what=what.strip(),
        wanted=wanted.strip(),
        likelihood=likelihood,
        harm=harm,
        done=done.strip(),
        review_date=review_date,
        recorded_at=by.at,
        recorded_by=check_is_user(by),
    )
    record(event="risk_written", by=by, subject=risk, person_id=person.pk)
    return risk


@transaction.atomic
def end_risk(*, by: Viewer, risk: PersonRisk) -> None:
    """Say that a risk is no more as it was written. What has ended stays as it is."""
    row = PersonRisk.objects.select_for_update().get(pk=risk.pk)
    check_can_write_risks(by, row.person)
    if row.ended_at:
        return
    row.ended_at, row.ended_by = by.at, check_is_user(by)
    row.save(update_fields=["ended_at", "ended_by"])
    record(event="risk_ended", by=by, subject=row, person_id=row.person_id)
