from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.applying import submit_application
from marketplace.accreditation.actions.deciding import (
    accept_application,
    judge_evidence,
    refuse_application,
)
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.permissions import can_judge
from marketplace.accreditation.rules import (
    AccreditationState,
    ApplicationState,
    EvidenceState,
    Verdict,
)
from marketplace.core.errors import problem
from marketplace.core.models import AuditEvent
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.accreditation import (
    make_accreditation,
    make_application,
    make_criterion,
    make_evidence,
    make_scheme,
)
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(at, supplier, owner):
    application = make_application(supplier)
    return submit_application(by=as_viewer(owner, at), application_id=application.pk)


def judge(user, at, application, state=EvidenceState.ACCEPTED, reason="", evidence=None):
    evidence = evidence or application.evidence.get()
    verdicts = [Verdict(evidence.pk, state, reason)]
    return judge_evidence(by=as_viewer(user, at), application_id=application.pk, verdicts=verdicts)


def accept(user, at, application, **words):
    return accept_application(by=as_viewer(user, at), application_id=application.pk, **words)


def refuse(user, at, application, reason="No insurance."):
    return refuse_application(by=as_viewer(user, at), application_id=application.pk, reason=reason)


def test_judge_writes_verdict_judge_and_audit(at, waiting, accreditor):
    judge(accreditor, at, waiting, EvidenceState.REFUSED, "The policy names another business.")
    evidence = waiting.evidence.get()
    assert evidence.state == EvidenceState.REFUSED
    assert evidence.judged_reason == "The policy names another business."
    assert (evidence.judged_at, evidence.judged_by) == (at, accreditor)
    event = AuditEvent.objects.get(event="evidence_judged")
    assert event.subject_id == evidence.pk
    assert event.data == {"application_id": waiting.pk, "verdict": "refused"}


def test_judge_the_same_again_leaves_no_second_trace(at, waiting, accreditor):
    judge(accreditor, at, waiting)
    assert judge(accreditor, at, waiting) == []
    assert AuditEvent.objects.filter(event="evidence_judged").count() == 1


def test_judge_back_to_pending_forgets_the_judge(at, waiting, accreditor):
    judge(accreditor, at, waiting)
    judge(accreditor, at, waiting, EvidenceState.PENDING)
    assert waiting.evidence.get().judged_by is None


def test_judge_another_reason_alone_is_written_with_its_own_trace(at, waiting, accreditor):
    judge(accreditor, at, waiting, EvidenceState.REFUSED, "Wrong name.")
    other = make_user(Role.ACCREDITOR)
    judge(other, at, waiting, EvidenceState.REFUSED, "The policy names another business.")
    evidence = waiting.evidence.get()
    assert evidence.judged_reason == "The policy names another business."
    assert evidence.judged_by == other
    event = AuditEvent.objects.get(event="evidence_reason_changed")
    assert (event.subject_id, event.data) == (waiting.pk, {"evidence_ids": [evidence.pk]})


def test_judge_several_alike_is_one_trace_with_their_ids(at, supplier, owner, accreditor):
    application = make_application(supplier)
    optional = application.version.criteria.get(mandatory=False)
    make_evidence(application, optional)
    submit_application(by=as_viewer(owner, at), application_id=application.pk)
    ids = sorted(application.evidence.values_list("pk", flat=True))
    verdicts = [Verdict(pk, EvidenceState.ACCEPTED) for pk in ids]
    judge_evidence(by=as_viewer(accreditor, at), application_id=application.pk, verdicts=verdicts)
    assert AuditEvent.objects.get(event="evidence_judged").data["ids"] == ids


def test_judge_refusing_without_a_reason_is_refused(at, waiting, accreditor):
    with pytest.raises(AccreditationError) as refusal:
        judge(accreditor, at, waiting, EvidenceState.REFUSED, "  ")
    field = f"reason_{waiting.evidence.get().pk}"
    assert refusal.value.problems == [problem("evidence_reason_missing", field)]


def test_judge_evidence_of_another_application_is_refused(at, waiting, accreditor):
    other = make_application(make_supplier()).evidence.get()
    with pytest.raises(AccreditationError) as refusal:
        judge(accreditor, at, waiting, evidence=other)
    assert refusal.value.codes == ["evidence_of_another_application"]


def test_accept_accredits_from_today_until_the_first_required_evidence_ends(
    at, waiting, accreditor, supplier, announced
):
    judge(accreditor, at, waiting)
    accept(accreditor, at, waiting, reason="All seen.")
    waiting.refresh_from_db()
    assert waiting.state == ApplicationState.ACCEPTED
    assert (waiting.decided_at, waiting.decided_by) == (at, accreditor)
    accreditation = Accreditation.objects.get()
    assert (accreditation.valid_from, accreditation.valid_until) == (
        date(2026, 9, 21),
        date(2027, 3, 1),
    )
    assert (accreditation.state, accreditation.application) == (AccreditationState.VALID, waiting)
    assert accreditation.changes.get().application == waiting
    assert not Task.objects.open().exists()
    assert announced == [[supplier.pk]]
    events = AuditEvent.objects.values_list("event", flat=True)
    assert {"application_accepted", "accreditation_granted"} <= set(events)


def test_accept_is_not_held_up_by_optional_evidence_nor_ended_by_it(
    at, supplier, owner, accreditor
):
    application = make_application(supplier)
    optional = application.version.criteria.get(mandatory=False)
    make_evidence(application, optional, expires_date=date(2026, 10, 1))
    submit_application(by=as_viewer(owner, at), application_id=application.pk)
    judge(
        accreditor, at, application, evidence=application.evidence.exclude(criterion=optional).get()
    )
    accept(accreditor, at, application)
    assert Accreditation.objects.get().valid_until == date(2027, 3, 1)


@pytest.mark.parametrize("state", [AccreditationState.VALID, AccreditationState.WITHDRAWN])
def test_accept_reannounced_what_was_valid_or_withdrawn(at, waiting, accreditor, state):
    before = make_accreditation(waiting.supplier, waiting.scheme, state=state)
    judge(accreditor, at, waiting)
    accept(accreditor, at, waiting)
    before.refresh_from_db()
    assert (before.state, before.valid_from) == (AccreditationState.VALID, date(2026, 9, 21))
    assert Accreditation.objects.count() == 1


def test_accept_over_a_suspension_is_refused_whole(at, waiting, accreditor, announced):
    make_accreditation(waiting.supplier, waiting.scheme, state=AccreditationState.SUSPENDED)
    judge(accreditor, at, waiting)
    with pytest.raises(AccreditationError) as refusal:
        accept(accreditor, at, waiting)
    assert refusal.value.codes == ["accreditation_suspended"]
    waiting.refresh_from_db()
    assert waiting.state == ApplicationState.SUBMITTED
    assert Task.objects.open().exists()
    assert announced == []


@pytest.mark.parametrize("state", [EvidenceState.PENDING, EvidenceState.REFUSED])
def test_accept_before_required_evidence_is_accepted_is_refused(at, waiting, accreditor, state):
    judge(accreditor, at, waiting, state, "Why.")
    with pytest.raises(AccreditationError) as refusal:
        accept(accreditor, at, waiting)
    field = f"verdict_{waiting.evidence.get().pk}"
    assert refusal.value.problems == [
        problem("evidence_not_accepted", field, question="You are insured")
    ]
    assert not Accreditation.objects.exists()


def test_accept_of_evidence_that_has_run_out_since_is_refused(at, waiting, accreditor):
    judge(accreditor, at, waiting)
    with pytest.raises(AccreditationError) as refusal:
        accept(accreditor, at.replace(year=2027), waiting)
    assert refusal.value.codes == ["evidence_ran_out_since"]


def test_refuse_keeps_the_reason_closes_the_task_and_takes_nothing_away(
    at, waiting, accreditor, announced
):
    accreditation = make_accreditation(waiting.supplier, waiting.scheme)
    refuse(accreditor, at, waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decision_reason) == (ApplicationState.REFUSED, "No insurance.")
    assert not Task.objects.open().exists()
    assert AuditEvent.objects.filter(event="application_refused").exists()
    accreditation.refresh_from_db()
    assert accreditation.state == AccreditationState.VALID
    assert announced == []


def test_refuse_without_a_reason_is_refused(at, waiting, accreditor):
    with pytest.raises(AccreditationError) as refusal:
        refuse(accreditor, at, waiting, " ")
    assert refusal.value.problems == [problem("application_reason_missing", "decision_reason")]


@pytest.mark.parametrize("act", [judge, accept, refuse])
def test_once_decided_nothing_more_is_decided(at, waiting, accreditor, act):
    refuse(accreditor, at, waiting)
    with pytest.raises(AccreditationError) as refusal:
        act(accreditor, at, waiting)
    assert refusal.value.codes == ["application_not_waiting"]


@pytest.mark.parametrize("act", [judge, accept, refuse])
def test_a_draft_is_not_decided(at, supplier, accreditor, act):
    with pytest.raises(AccreditationError) as refusal:
        act(accreditor, at, make_application(supplier))
    assert refusal.value.codes == ["application_not_waiting"]


@pytest.mark.parametrize("act", [judge, accept, refuse])
def test_ones_own_organisation_is_not_decided_by_oneself(at, act):
    both = make_user(Role.ACCREDITOR, Role.SUPPLIER)
    own = make_supplier(staff=both)
    application = make_application(own, None, ApplicationState.SUBMITTED, submitted_by=make_user())
    assert not can_judge(as_viewer(both, at), application)
    with pytest.raises(PermissionDenied, match="is your own organisation"):
        act(both, at, application)


@pytest.mark.parametrize("act", [judge, accept, refuse])
def test_whoever_sent_it_in_does_not_decide_even_after_leaving(at, waiting, owner, act):
    waiting.supplier.staff.all().delete()
    Membership.objects.create(user=owner, authority_id=waiting.authority_id, role=Role.ACCREDITOR)
    assert not can_judge(as_viewer(owner, at), waiting)
    with pytest.raises(PermissionDenied, match="sent this application"):
        act(owner, at, waiting)


@pytest.mark.parametrize("act", [judge, accept, refuse])
@pytest.mark.parametrize("role", [r for r in Role if r != Role.ACCREDITOR])
def test_no_other_role_decides(at, waiting, act, role):
    with pytest.raises(PermissionDenied):
        act(make_user(role), at, waiting)


@pytest.mark.parametrize("act", [judge, accept, refuse])
def test_an_accreditor_of_another_council_does_not_decide(at, waiting, act):
    with pytest.raises(PermissionDenied):
        act(make_user(Role.ACCREDITOR, authority=make_other_authority()), at, waiting)


def test_valid_for_the_schemes_months_where_evidence_does_not_end(at, supplier, owner, accreditor):
    scheme = make_scheme(valid_months=6, criteria=False)
    criterion = make_criterion(scheme, expires_after_months=0)
    application = make_application(supplier, scheme, with_evidence=False)
    make_evidence(application, criterion, expires_date=None)
    submit_application(by=as_viewer(owner, at), application_id=application.pk)
    judge(accreditor, at, application)
    accept(accreditor, at, application)
    assert Accreditation.objects.get().valid_until == date(2027, 3, 21)
