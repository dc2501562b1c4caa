"""Recording that a plan is the person's own: by themselves, or as a worker heard it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.editing import begin_edit, lock_plan, refuse_if_any
from marketplace.brokerage.actions.follow_ups import tell_consented
from marketplace.brokerage.models import PlanConsent, SupportPlan
from marketplace.brokerage.queries import contents_of, deciding_of
from marketplace.brokerage.rules import (
    ConsentKind,
    ConsentWay,
    GivenConsent,
    PlanState,
    consent_problems,
    edit_state_problems,
    plan_problems,
    version_problems,
)
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.people.models import Person
from marketplace.people.rules import Scope


@transaction.atomic
def say_my_plan(
    *, by: Viewer, plan: SupportPlan, content_version: int, own_view: str = ""
) -> PlanConsent:
    """The person says of the plan that they have read: this is my plan. Their broker is told.

    On their page an attorney or deputy says it for them, where that record says so. Only of a whole
    plan that is not sent. Raises PermissionDenied for anybody else, BrokerageError when the plan
    changed since they read it.
    """
    lock_plan(plan)
    given = _said_on_page(by, plan, own_view.strip())
    refuse_if_any(
        edit_state_problems(PlanState(plan.state))
        or version_problems(plan.content_version, content_version)
    )
    if plan_problems(contents_of(plan, by.today).facts):
        refuse_if_any([problem("plan_not_whole_yet")])
    consent = _keep(by, plan, given)
    tell_consented(by=by, plan=plan)
    return consent


def _said_on_page(by: Viewer, plan: SupportPlan, own_view: str) -> GivenConsent:
    """Who says it: the person, or whoever speaks for them about the plan. Raises PermissionDenied."""
    user = check_is_user(by)
    if by.acts_in(plan.authority_id) and by.acting_as is None and user.pk == plan.person.user_id:
        return GivenConsent(ConsentKind.OWN, ConsentWay.PAGE, by.today, own_view=own_view)
    speaker = deciding_of(plan.person, by.today).speaker_with(user.pk)
    seen = Person.objects.visible_to(by, scope=Scope.PLAN).filter(pk=plan.person_id)
    if by.acting_as != plan.person_id or speaker is None or not seen.exists():
        raise PermissionDenied("Only the person, or who decides this for them, says it here.")
    return GivenConsent(
        ConsentKind.SPEAKER,
        ConsentWay.PAGE,
        by.today,
        said_by=speaker.name,
        own_view=own_view,
        speaker=speaker.kind,
    )


@transaction.atomic
def note_consent(
    *, by: Viewer, plan: SupportPlan, version: int, given: GivenConsent
) -> PlanConsent:
    """A worker who writes the plan records what they heard: the person's words, what an attorney or
    deputy said, or a best-interests decision. Never for themselves. Raises BrokerageError."""
    begin_edit(by=by, plan=plan, version=version)
    if by.user_id is not None and by.user_id == plan.person.user_id:
        raise PermissionDenied("This is your own plan. Say so on your own page.")
    return _keep(by, plan, given)


def _keep(by: Viewer, plan: SupportPlan, given: GivenConsent) -> PlanConsent:
    finding = deciding_of(plan.person, by.today).finding
    refuse_if_any(consent_problems(given, by.today, finding))
    consent = PlanConsent.objects.create(
        plan=plan,
        content_version=plan.content_version,
        kind=given.kind,
        way=given.way,
        said_by=given.said_by,
        said_date=given.said_date,
        own_view=given.own_view,
        consulted=given.consulted,
        speaker_kind=given.speaker or "",
        recorded_at=by.at,
        **actor_columns("recorded_by", by),
    )
    record(
        event="plan_consent_recorded",
        by=by,
        subject=plan,
        consent=consent.pk,
        kind=given.kind,
        content_version=plan.content_version,
    )
    return consent
