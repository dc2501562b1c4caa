from datetime import date, timedelta

import pytest
from django.urls import reverse

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.applying import submit_application
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.rules import AccreditationState, ApplicationState, EvidenceState
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.accreditation import STARTED, make_accreditation, make_application, make_scheme
from tests.factories.suppliers import make_supplier, make_supplier_with_user

pytestmark = pytest.mark.django_db
QUEUE = "/accreditation/"


@pytest.fixture(autouse=True)
def _clock(monkeypatch, at):
    """The pages read the tests' clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def client(client, accreditor):
    client.force_login(accreditor)
    return client


@pytest.fixture
def waiting(at, supplier, owner):
    application = make_application(supplier)
    return submit_application(
        by=as_viewer(owner, at - timedelta(days=12)), application_id=application.pk
    )


def decide_page(application):
    return reverse("accreditation:decide", args=[application.public_id])


def text(response):
    return response.content.decode()


def answers(application, verdict="accepted", reason="", **more):
    evidence = application.evidence.get()
    return {f"verdict_{evidence.pk}": verdict, f"reason_{evidence.pk}": reason, **more}


def test_queue_is_oldest_first_with_age_and_day_to_decide_by(client):
    for name, days in (("Newer", 3), ("Older", 31)):
        user = make_user()
        make_application(
            make_supplier(name=name),
            None,
            ApplicationState.SUBMITTED,
            submitted_by=user,
            submitted_at=STARTED + timedelta(days=20 - days),
        )
    page = text(client.get(QUEUE))
    assert page.index("Older") < page.index("Newer")
    assert "2 waiting, the oldest for 31 days" in page
    assert "1 late" in page
    assert "Late" in page


def test_queue_leaves_out_ones_own_organisation_drafts_and_other_councils(
    client, accreditor, supplier
):
    make_application(
        make_supplier(staff=accreditor, name="Mine"),
        None,
        ApplicationState.SUBMITTED,
        submitted_by=make_user(),
    )
    make_application(make_supplier(name="Draft"))
    make_application(
        make_supplier(name="Elsewhere", authority=make_other_authority()),
        None,
        ApplicationState.SUBMITTED,
        submitted_by=make_user(),
    )
    make_application(
        make_supplier(name="Sent by me"), None, ApplicationState.SUBMITTED, submitted_by=accreditor
    )
    page = text(client.get(QUEUE))
    assert "No applications to decide" in page
    for name in ("Mine", "Draft", "Elsewhere", "Sent by me"):
        assert name not in page


def test_queue_lists_what_ends_within_sixty_days_and_what_is_suspended(client):
    make_accreditation(make_supplier(name="Soon"), valid_until=date(2026, 11, 20))
    make_accreditation(make_supplier(name="Later"), valid_until=date(2026, 11, 21))
    make_accreditation(
        make_supplier(name="Stopped"), state=AccreditationState.SUSPENDED, state_reason="Fire."
    )
    page = text(client.get(QUEUE))
    assert "Soon" in page
    assert "19 November 2026, in 60 days" in page
    assert "Later" not in page
    assert "Stopped" in page
    assert "Fire." in page


def test_queue_takes_the_same_number_of_queries_for_many(client, django_assert_max_num_queries, at):
    for _ in range(12):
        supplier, user = make_supplier_with_user()
        application = make_application(supplier)
        submit_application(by=as_viewer(user, at), application_id=application.pk)
        make_accreditation(make_supplier(), valid_until=date(2026, 10, 1))
    client.get(QUEUE)
    with django_assert_max_num_queries(12):
        client.get(QUEUE)


def test_queue_shows_who_has_it(client, waiting, accreditor):
    assert "Assign to me" in text(client.get(QUEUE))
    task = Task.objects.get()
    sent = client.post(reverse("tasks:take", args=[task.pk]), {"next": QUEUE})
    assert sent.url == QUEUE
    assert "Assign to me" not in text(client.get(QUEUE))


@pytest.mark.parametrize("role", [r for r in Role if r != Role.ACCREDITOR])
def test_pages_of_accreditors_need_the_role(client, waiting, role):
    client.force_login(make_user(role))
    accreditation = make_accreditation(waiting.supplier, waiting.scheme)
    for path in (QUEUE, decide_page(waiting), move_page(accreditation, "suspend")):
        assert client.get(path).status_code == 403


def test_pages_of_accreditors_when_anonymous_go_to_sign_in(client, waiting):
    client.logout()
    for path in (QUEUE, decide_page(waiting)):
        assert client.get(path).url.startswith("/account/login/")


def test_decide_shows_evidence_beside_each_criterion(client, waiting):
    page = text(client.get(decide_page(waiting)))
    assert "1. You are insured" in page
    assert "Harbour Mutual" in page
    assert "No evidence." in page
    assert "0 accepted, 0 refused, 1 not checked." in page
    assert "19 October 2026" not in page
    assert "7 October 2026" in page


def test_decide_saves_verdicts_and_leaves(client, waiting):
    sent = client.post(decide_page(waiting), answers(waiting, "refused", "Wrong name.", do="save"))
    assert sent.url == QUEUE
    evidence = waiting.evidence.get()
    assert (evidence.state, evidence.judged_reason) == (EvidenceState.REFUSED, "Wrong name.")
    assert "0 accepted, 1 refused" in text(client.get(decide_page(waiting)))


def test_decide_accredits(client, waiting):
    assert client.post(decide_page(waiting), answers(waiting, do="accept")).url == QUEUE
    assert Accreditation.objects.valid(date(2026, 9, 21)).exists()
    page = text(client.get(decide_page(waiting)))
    assert "by Helen Marsh" in page
    assert 'value="accept"' not in page


def test_decide_refuses_with_a_reason(client, waiting):
    path = decide_page(waiting)
    page = text(client.post(path, answers(waiting, do="refuse")))
    assert "Reason for your decision: enter what the supplier must change." in page
    client.post(path, answers(waiting, do="refuse", decision_reason="Too little cover."))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decision_reason) == (
        ApplicationState.REFUSED,
        "Too little cover.",
    )


def test_decide_to_accredit_too_early_keeps_the_verdicts_and_says_what_is_left(client, waiting):
    page = text(client.post(decide_page(waiting), {"do": "accept", "decision_reason": "Fine."}))
    assert "You are insured: accept the evidence before you accredit" in page
    assert "Fine." in page
    assert not Accreditation.objects.exists()


def test_decide_refusing_evidence_without_a_reason_says_so_at_the_field(client, waiting):
    page = text(client.post(decide_page(waiting), answers(waiting, "refused", do="save")))
    assert f'href="#id_reason_{waiting.evidence.get().pk}"' in page
    assert waiting.evidence.get().state == EvidenceState.PENDING


def test_decide_on_ones_own_organisation_or_another_council_is_not_found(
    client, accreditor, waiting
):
    waiting.supplier.staff.create(user=accreditor)
    there = make_application(
        make_supplier(authority=make_other_authority()),
        None,
        ApplicationState.SUBMITTED,
        submitted_by=make_user(),
    )
    Membership.objects.create(user=accreditor, authority=there.authority, role=Role.ACCREDITOR)
    for application in (waiting, there):
        for method in (client.get, client.post):
            assert method(decide_page(application)).status_code == 404


def test_decide_on_a_draft_is_not_found(client, supplier):
    assert client.get(decide_page(make_application(supplier))).status_code == 404


def test_decide_on_what_one_sent_in_is_shown_without_buttons_and_refused(
    client, accreditor, supplier
):
    application = make_application(
        supplier, None, ApplicationState.SUBMITTED, submitted_by=accreditor
    )
    assert "You sent this. A colleague decides it" in text(client.get(decide_page(application)))
    sent = client.post(decide_page(application), answers(application, do="accept"))
    assert sent.status_code == 403


def move_page(accreditation, move):
    return reverse(
        "accreditation:change_accreditation",
        args=[accreditation.supplier.public_id, accreditation.scheme.code, move],
    )


def test_suspend_lift_and_withdraw_each_with_a_reason(client, supplier):
    accreditation = make_accreditation(supplier)
    detail = reverse("suppliers:detail", args=[supplier.public_id])
    for move, state in (
        ("suspend", AccreditationState.SUSPENDED),
        ("lift", AccreditationState.VALID),
        ("withdraw", AccreditationState.WITHDRAWN),
    ):
        path = move_page(accreditation, move)
        assert supplier.name in text(client.get(path))
        assert "Enter a reason" in text(client.post(path))
        assert client.post(path, {"reason": f"Because of {move}."}).url == detail
        accreditation.refresh_from_db()
        assert accreditation.state == state
    page = text(client.get(detail))
    assert "Suspension ended" in page
    assert "Because of suspend." in page


def test_change_that_the_state_does_not_allow_says_so(client, supplier):
    path = move_page(make_accreditation(supplier), "lift")
    assert "This accreditation is not suspended." in text(client.post(path, {"reason": "x"}))


def test_change_of_a_strangers_or_unknown_thing_is_not_found(client, supplier):
    accreditation = make_accreditation(supplier)
    there = make_accreditation(make_supplier(authority=make_other_authority()))
    for path in (move_page(accreditation, "explode"), move_page(there, "suspend")):
        assert client.get(path).status_code == 404
    other = make_scheme()
    path = reverse(
        "accreditation:change_accreditation", args=[supplier.public_id, other.code, "suspend"]
    )
    assert client.get(path).status_code == 404


def test_change_of_ones_own_organisation_is_refused(client, accreditor, supplier):
    accreditation = make_accreditation(supplier)
    supplier.staff.create(user=accreditor)
    assert client.post(move_page(accreditation, "suspend"), {"reason": "x"}).status_code == 403
