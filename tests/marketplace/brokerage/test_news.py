"""Who is told of plans: broker, manager, the person, who speaks for them, and of suppliers in a plan."""

from datetime import date, datetime

import pytest

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.accrediting import (
    lift_suspension,
    suspend_accreditation,
    withdraw_accreditation,
)
from marketplace.accreditation.models import Accreditation
from marketplace.brokerage.actions import allocate_broker, approve_plan, return_plan
from marketplace.brokerage.rules import PlanNotice
from marketplace.core.words import reference
from marketplace.notifications.models import Notification
from marketplace.people.rules import AccessCapacity
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import (
    ALL_MET,
    BEGAN,
    Case,
    make_approved,
    make_case,
    make_submitted,
    send_plan,
)
from tests.factories.notifications import read
from tests.factories.notifications import told as told_all
from tests.factories.people import REGISTRY, let_see

pytestmark = pytest.mark.django_db


#: Asserted where they are told.
NOT_OF_A_PLAN = {
    PlanNotice.BUDGET_AGREED,
    PlanNotice.BUDGET_ENDED,
    PlanNotice.BUDGET_RETURNED,
    PlanNotice.ON_YOUR_LIST,
}


def told(user: User) -> list[str]:
    """What somebody was told of plans, in order: not that the person was put on their list."""
    return [kind for kind in told_all(user) if kind != PlanNotice.ON_YOUR_LIST]


def send_back(case: Case, at: datetime = BEGAN) -> None:
    return_plan(
        by=as_viewer(case.manager, at),
        plan=case.plan,
        version=case.plan.version,
        reasons="Say who is there on Sundays.",
    )


def test_sending_gives_the_broker_a_receipt_with_the_day() -> None:
    case = make_submitted()
    row = Notification.objects.exclude(kind=PlanNotice.ON_YOUR_LIST).get()
    assert (row.user, row.kind, row.seen_at) == (case.broker, PlanNotice.SENT, BEGAN)
    assert row.due_date is not None


def test_return_is_told_to_the_broker_and_sending_again_to_the_manager() -> None:
    case = make_submitted()
    send_back(case)
    assert told(case.broker)[1:] == [PlanNotice.RETURNED]
    send_plan(
        by=as_viewer(case.broker, BEGAN),
        plan=case.plan,
        version=case.plan.version,
        person_agreed_date=date(2026, 9, 1),
    )
    assert told(case.manager) == [PlanNotice.SENT_AGAIN]
    assert told(case.senior) == []


def test_approval_is_told_to_the_broker_the_person_and_who_speaks_for_them(at: datetime) -> None:
    user = make_user(Role.PERSON)
    case = make_submitted(user=user)
    speaker = make_user(Role.PERSON)
    let_see(case.person, AccessCapacity.REPRESENTATIVE, user=speaker)
    approve_plan(
        by=as_viewer(case.manager, BEGAN),
        plan=case.plan,
        version=case.plan.version,
        verdicts=ALL_MET,
    )
    assert told(case.broker)[1:] == [PlanNotice.APPROVED]
    assert told(user) == told(speaker) == [PlanNotice.OWN_APPROVED]
    own, theirs = read(user)[0].news, read(speaker)[0].news
    assert (own.sentence, own.address) == ("Your support plan is approved.", "/my/plan/")
    assert theirs.sentence == "The support plan of the person you speak for is approved."
    assert own.reference == reference(case.plan.public_id)


@pytest.mark.parametrize("is_closed", [False, True])
def test_approval_of_somebody_who_cannot_sign_in_asks_the_broker_to_tell_them(
    is_closed: bool,
) -> None:
    user = make_user(Role.PERSON) if is_closed else None
    case = make_submitted(user=user)
    if user:
        user.is_active = False
        user.save()
    approve_plan(
        by=as_viewer(case.manager, BEGAN),
        plan=case.plan,
        version=case.plan.version,
        verdicts=ALL_MET,
    )
    assert told(case.broker)[1:] == [PlanNotice.APPROVED, PlanNotice.TELL_PERSON]
    line = read(case.broker)[0].news
    assert "Tell them." in line.sentence
    assert case.person.name not in line.sentence


def suspend(case: Case, at: datetime) -> dict[str, object]:
    facts = {
        "by": as_viewer(make_user(Role.ACCREDITOR), at),
        "accreditation_id": Accreditation.objects.get(supplier=case.listing.supplier_id).pk,
        "reason": "Insurance ended.",
    }
    suspend_accreditation(**facts)
    return facts


@pytest.mark.parametrize("make", [make_approved, make_submitted])
def test_broker_of_a_live_plan_is_told_of_a_supplier_that_is_suspended(make, at):
    case, other = make(), make_case()
    before = told(case.broker)
    facts = suspend(case, at)
    lift_suspension(**facts)
    withdraw_accreditation(**facts)
    assert told(case.broker)[len(before) :] == [
        PlanNotice.SUPPLIER_SUSPENDED,
        PlanNotice.SUPPLIER_BACK,
        PlanNotice.SUPPLIER_ENDED,
    ]
    assert told(other.broker) == told(case.manager) == []
    news = [line.news for line in read(case.broker)][2]
    assert news.sentence == ("Lantern Lane Home Care is suspended. A support plan includes it.")
    assert news.address == f"/people/plan/{case.plan.public_id}/"


def test_broker_who_has_the_person_now_is_told_and_the_one_before_not(at: datetime) -> None:
    case = make_approved()
    now = make_user(Role.BROKER)
    allocate_broker(by=as_viewer(REGISTRY, BEGAN), person=case.person, broker=now)
    before = told(case.broker)
    suspend(case, at)
    assert told(now) == [PlanNotice.SUPPLIER_SUSPENDED]
    assert told(case.broker) == before


def test_plan_without_the_supplier_tells_nobody(at: datetime) -> None:
    case = make_case()
    suspend(case, at)
    assert told(case.broker) == []


def test_each_kind_has_its_sentence(at: datetime) -> None:
    user = make_user(Role.PERSON)
    case = make_approved(user=user)
    sentences = {
        PlanNotice.IS_THEIRS: "A person says that the support plan is theirs. You can send it.",
        PlanNotice.SENT: "You sent a support plan to a manager.",
        PlanNotice.SENT_AGAIN: "A plan that you returned is sent again.",
        PlanNotice.RETURNED: "A support plan is returned for changes. Read the reasons.",
        PlanNotice.APPROVED: "A support plan is approved.",
        PlanNotice.TELL_PERSON: (
            "A support plan is approved, and the person has no account. Tell them. The plan shows"
            " how to contact them."
        ),
        PlanNotice.SUPPLIER_SUSPENDED: (
            "Lantern Lane Home Care is suspended. A support plan includes it."
        ),
        PlanNotice.SUPPLIER_ENDED: (
            "Lantern Lane Home Care is no longer accredited. A support plan includes it."
        ),
        PlanNotice.SUPPLIER_BACK: (
            "Lantern Lane Home Care is accredited again. A support plan includes it."
        ),
        PlanNotice.CALLED_BACK: (
            "A plan that you returned is called back. The broker can send it again."
        ),
        PlanNotice.OWN_APPROVED: "Your support plan is approved.",
    }
    for kind, sentence in sentences.items():
        Notification.objects.all().delete()
        readers = {PlanNotice.OWN_APPROVED: user, PlanNotice.CALLED_BACK: case.manager}
        listener = readers.get(kind, case.broker)
        Notification.objects.create(
            authority=case.authority,
            user=listener,
            kind=kind,
            subject_id=case.plan.pk,
            cause_id=case.listing.supplier_id,
            told_at=at,
        )
        assert [line.news.sentence for line in read(listener)] == [sentence]
    assert sentences.keys() == set(PlanNotice) - NOT_OF_A_PLAN
