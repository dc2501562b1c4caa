from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Role
from marketplace.accreditation.actions import AccreditationError
from marketplace.accreditation.actions.applying import submit_application
from marketplace.accreditation.actions.deciding import (
    Verdict,
    accept_application,
    judge_evidence,
    refuse_application,
)
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.permissions import can_judge
from marketplace.accreditation.rules import AccreditationState, ApplicationState, EvidenceState
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
    assert event.data == {"accepted": [], "refused": [evidence.pk]}


def test_judge_the_same_again_leaves_no_second_trace(at, waiting, accreditor):
    judge(accreditor, at, waiting)
    assert judge(accreditor, at, waiting) == []
    assert AuditEvent.objects.filter(event="evidence_judged").count() == 1


def test_judge_back_to_pending_forgets_the_judge(at, waiting, accreditor):
    judge(accreditor, at, waiting)
    judge(accreditor, at, waiting, EvidenceState.PENDING)
    assert waiting.evidence.get().judged_by is None


def test_judge_refusing_without_a_reason_is_refused(at, waiting, accreditor):
    with pytest.raises(AccreditationError, match="You are insured: say why"):
        judge(accreditor, at, waiting, EvidenceState.REFUSED, "  ")


def test_judge_evidence_of_another_application_is_refused(at, waiting, accreditor):
    other = make_application(make_supplier()).evidence.get()
    with pytest.raises(AccreditationError, match="another application"):
        judge(accreditor, at, waiting, evidence=other)


def test_accept_accredits_from_today_until_the_first_required_evidence_ends(
    at, waiting, accreditor, supplier, news
):
    judge(accreditor, at, waiting)
    accept(accreditor, at, waiting, reason="All seen.")
    waiting.refresh_from_db()
    assert waiting.state == ApplicationState.ACCEPTED
    assert (waiting.decided_at, waiting.decided_by) == (at, accreditor)
    standing = Accreditation.objects.get()
    assert (standing.valid_from, standing.valid_until) == (date(2026, 9, 21), date(2027, 3, 1))
    assert (standing.state, standing.application) == (AccreditationState.VALID, waiting)
    assert standing.changes.get().application == waiting
    assert not Task.objects.open().exists()
    assert news == [[supplier.pk]]
    events = AuditEvent.objects.values_list("event", flat=True)
    assert {"application_accepted", "accreditation_granted"} <= set(events)


def test_accept_is_not_held_up_by_optional_evidence_nor_ended_by_it(
    at, supplier, owner, accreditor
):
    application = make_application(supplier)
    optional = application.scheme.criteria.get(mandatory=False)
    make_evidence(application, optional, expires_date=date(2026, 10, 1))
    submit_application(by=as_viewer(owner, at), application_id=application.pk)
    judge(
        accreditor, at, application, evidence=application.evidence.exclude(criterion=optional).get()
    )
    accept(accreditor, at, application)
    assert Accreditation.objects.get().valid_until == date(2027, 3, 1)


@pytest.mark.parametrize("state", [AccreditationState.VALID, AccreditationState.WITHDRAWN])
def test_accept_renews_what_stood_or_was_withdrawn(at, waiting, accreditor, state):
    before = make_accreditation(waiting.supplier, waiting.scheme, state=state)
    judge(accreditor, at, waiting)
    accept(accreditor, at, waiting)
    before.refresh_from_db()
    assert (before.state, before.valid_from) == (AccreditationState.VALID, date(2026, 9, 21))
    assert Accreditation.objects.count() == 1


def test_accept_over_a_suspension_is_refused_whole(at, waiting, accreditor, news):
    make_accreditation(waiting.supplier, waiting.scheme, state=AccreditationState.SUSPENDED)
    judge(accreditor, at, waiting)
    with pytest.raises(AccreditationError, match="suspended"):
        accept(accreditor, at, waiting)
    waiting.refresh_from_db()
    assert waiting.state == ApplicationState.SUBMITTED
    assert Task.objects.open().exists()
    assert news == []


@pytest.mark.parametrize("state", [EvidenceState.PENDING, EvidenceState.REFUSED])
def test_accept_before_required_evidence_is_accepted_is_refused(at, waiting, accreditor, state):
    judge(accreditor, at, waiting, state, "Why.")
    with pytest.raises(AccreditationError, match="You are insured: accept this"):
        accept(accreditor, at, waiting)
    assert not Accreditation.objects.exists()


def test_accept_of_evidence_that_has_run_out_since_is_refused(at, waiting, accreditor):
    judge(accreditor, at, waiting)
    with pytest.raises(AccreditationError, match="ran out"):
        accept(accreditor, at.replace(year=2027), waiting)


def test_refuse_keeps_the_reason_closes_the_task_and_takes_nothing_away(
    at, waiting, accreditor, news
):
    standing = make_accreditation(waiting.supplier, waiting.scheme)
    refuse(accreditor, at, waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decision_reason) == (ApplicationState.REFUSED, "No insurance.")
    assert not Task.objects.open().exists()
    assert AuditEvent.objects.filter(event="application_refused").exists()
    standing.refresh_from_db()
    assert standing.state == AccreditationState.VALID
    assert news == []


def test_refuse_without_a_reason_is_refused(at, waiting, accreditor):
    with pytest.raises(AccreditationError, match="Say why"):
        refuse(accreditor, at, waiting, " ")


@pytest.mark.parametrize("act", [judge, accept, refuse])
def test_once_decided_nothing_more_is_decided(at, waiting, accreditor, act):
    refuse(accreditor, at, waiting)
    with pytest.raises(AccreditationError, match="not waiting"):
        act(accreditor, at, waiting)


@pytest.mark.parametrize("act", [judge, accept, refuse])
def test_a_draft_is_not_decided(at, supplier, accreditor, act):
    with pytest.raises(AccreditationError, match="not waiting"):
        act(accreditor, at, make_application(supplier))


@pytest.mark.parametrize("act", [judge, accept, refuse])
def test_ones_own_organisation_is_not_decided_by_oneself(at, act):
    both = make_user(Role.ACCREDITOR, Role.SUPPLIER)
    own = make_supplier(staff=both)
    application = make_application(own, None, ApplicationState.SUBMITTED, submitted_by=make_user())
    assert not can_judge(as_viewer(both, at), application)
    with pytest.raises(PermissionDenied, match="act for this organisation"):
        act(both, at, application)


@pytest.mark.parametrize("act", [judge, accept, refuse])
def test_whoever_sent_it_in_does_not_decide_even_after_leaving(at, waiting, owner, act):
    waiting.supplier.staff.all().delete()
    Membership.objects.create(user=owner, authority_id=waiting.authority_id, role=Role.ACCREDITOR)
    assert not can_judge(as_viewer(owner, at), waiting)
    with pytest.raises(PermissionDenied, match="sent this application in"):
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
