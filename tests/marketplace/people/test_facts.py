"""What is known of a person changes by a worker's hand; what was before stays to be read."""

from datetime import date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import Team
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.people import actions
from marketplace.people.errors import PeopleError
from marketplace.people.models import Access, BrokenGlass, Correction, Person, ReadLog
from marketplace.people.queries import facts_of, latest_findings, people_named, who_sees
from marketplace.people.rules import (
    AccessCapacity,
    CapacityOutcome,
    ConsentTo,
    CorrectionState,
    DecisionAbout,
    Heard,
    NeedKind,
    RecordPart,
    Scope,
)
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.people import let_see, let_speak, make_person
from tests.marketplace.people.test_relationships import Around, with_address

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)


@pytest.fixture
def around(at: datetime) -> Around:
    return Around(at)


def move(around: Around, day: date, lines: str = "4 Mill Lane") -> None:
    actions.move_person(
        by=around.by(around.worker),
        person=around.person,
        lines=lines,
        town="Brackenford",
        postcode="fs11aa",
        from_date=day,
    )


def test_addresses_follow_one_another(around: Around) -> None:
    move(around, date(2026, 1, 5))
    move(around, TODAY, "9 Hill Road")
    facts = facts_of(around.person, TODAY)
    assert [(one.lines, one.until_date) for one in facts.addresses] == [
        ("9 Hill Road", None),
        ("4 Mill Lane", TODAY),
    ]
    assert facts.address is not None
    assert facts.address.postcode == "FS1 1AA"
    assert facts_of(around.person, date(2026, 9, 20)).address == facts.addresses[1]
    with pytest.raises(PeopleError) as refused:
        move(around, TODAY)
    assert refused.value.codes == ["address_before_the_last"]


def test_need_when_confirmed_again_is_asked_about_a_year_later(around: Around) -> None:
    for days in (0, 300):
        actions.record_need(
            by=around.by(around.worker, days * 24 * 60),
            person=around.person,
            kind=NeedKind.LARGE_PRINT,
            detail="18 point",
        )
    (need,) = facts_of(around.person, TODAY).needs
    assert need.review_date == TODAY + timedelta(days=665)
    assert around.person.needs.count() == 2
    actions.end_need(by=around.by(around.worker), person=around.person, need_id=need.pk)
    assert facts_of(around.person, TODAY).needs == []


def test_need_of_no_kind_is_said_in_words(around: Around) -> None:
    by = around.by(around.worker)
    with pytest.raises(PeopleError) as refused:
        actions.record_need(by=by, person=around.person, kind=NeedKind.OTHER, detail=" ")
    assert refused.value.codes == ["need_unsaid"]
    need = actions.record_need(
        by=by, person=around.person, kind=NeedKind.OTHER, detail="Speak slowly"
    )
    assert need.words == "Speak slowly"


def test_correction_is_asked_by_the_person_and_answered_by_a_worker(around: Around) -> None:
    asked = actions.ask_correction(
        by=around.by(around.margaret),
        person=around.person,
        part=RecordPart.HOME,
        words="My sister lives with me.",
    )
    actions.answer_correction(
        by=around.by(around.worker, 5), correction=asked, state=CorrectionState.MADE
    )
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by) == (CorrectionState.MADE, around.worker)
    with pytest.raises(PermissionDenied):
        actions.ask_correction(
            by=around.by(around.worker), person=around.person, part=RecordPart.HOME, words="X"
        )


def test_record_when_written_anew_keeps_what_it_was(around: Around) -> None:
    facts = {
        "name": around.person.name,
        "contact_wish": "Letters only.",
        "date_of_birth": None,
        "home": around.person.home,
    }
    made = actions.correct_person(by=around.by(around.worker), person=around.person, facts=facts)
    assert {one.part for one in made} == {RecordPart.CONTACT, RecordPart.DATE_OF_BIRTH}
    row = Correction.objects.get(part=RecordPart.CONTACT)
    assert (row.was, row.state) == ("Ring, after 10am.", CorrectionState.MADE)
    around.person.refresh_from_db()
    assert around.person.age(TODAY) is None
    assert (
        actions.correct_person(by=around.by(around.worker), person=around.person, facts=facts) == []
    )
    trail = AuditEvent.objects.get(event="person_corrected")
    assert "Letters" not in str(trail.data)


def test_finding_is_of_one_decision_and_day_and_the_latest_counts(around: Around) -> None:
    def found(finding: CapacityOutcome, day: date) -> None:
        actions.record_finding(
            by=around.by(around.worker),
            person=around.person,
            about=DecisionAbout.PLAN,
            question="Whether this plan is hers",
            finding=finding,
            day=day,
            found_by="Ana Silva, social worker",
            help_given="Pictures",
            why="She could not weigh it.",
        )

    plan = DecisionAbout.PLAN
    assert latest_findings(around.person, TODAY) == {}
    found(CapacityOutcome.LACKS, date(2026, 9, 1))
    found(CapacityOutcome.HELPED, date(2026, 9, 20))
    assert latest_findings(around.person, date(2026, 8, 31)) == {}
    assert latest_findings(around.person, date(2026, 9, 19)) == {plan: CapacityOutcome.LACKS}
    assert latest_findings(around.person, TODAY) == {plan: CapacityOutcome.HELPED}


def test_consent_to_a_broker_shows_what_was_agreed_and_withdrawn_shows_nothing(
    around: Around,
) -> None:
    broker = make_user(Role.BROKER)
    let_see(around.person, AccessCapacity.BROKER, user=broker)

    def seen(minutes: int) -> set[Scope]:
        viewer = around.by(broker, minutes)
        return {s for s in Scope if Person.objects.visible_to(viewer, scope=s).exists()}

    scopes = frozenset({Scope.RECORD, Scope.PLAN, Scope.MONEY})
    consent = actions.give_consent(
        by=around.by(around.margaret, 1),
        person=around.person,
        to=ConsentTo.BROKER,
        scopes=scopes,
        heard=Heard.OWN_PAGE,
    )
    assert seen(2) == scopes
    actions.withdraw_consent(by=around.by(around.margaret, 5), consent=consent)
    assert (seen(4), seen(5)) == (scopes, set())
    with pytest.raises(PeopleError) as twice:
        actions.withdraw_consent(by=around.by(around.margaret, 6), consent=consent)
    assert twice.value.codes == ["consent_withdrawn_already"]


def test_consent_is_heard_by_who_works_with_the_person(around: Around) -> None:
    facts = {"to": ConsentTo.SHARING, "scopes": frozenset({Scope.RECORD}), "whom": "Dr Shah"}
    actions.give_consent(
        by=around.by(around.worker), person=around.person, heard=Heard.PHONE, **facts
    )
    with pytest.raises(PeopleError) as twice:
        actions.give_consent(
            by=around.by(around.worker), person=around.person, heard=Heard.VISIT, **facts
        )
    assert twice.value.codes == ["consent_given_already"]
    with pytest.raises(PermissionDenied):
        actions.give_consent(
            by=around.by(make_user(Role.PRACTITIONER)),
            person=around.person,
            heard=Heard.PHONE,
            **facts,
        )


def test_glass_when_broken_is_open_for_an_hour_and_everybody_knows(around: Around) -> None:
    admin, auditor = make_user(Role.ADMINISTRATOR), make_user(Role.AUDITOR)

    def seen(minutes: int) -> set[Scope]:
        viewer = around.by(admin, minutes)
        return {s for s in Scope if Person.objects.visible_to(viewer, scope=s).exists()}

    assert seen(0) == set()
    actions.break_glass(
        by=around.by(admin),
        authority_id=around.person.authority_id,
        reference=around.person.name,
        reason="She phoned: her page would not open.",
    )
    assert (seen(1), seen(59), seen(60)) == ({Scope.RECORD, Scope.RISK},) * 2 + (set(),)
    rows = actions.open_broken_glass(
        by=around.by(auditor, 5), authority_id=around.person.authority_id
    )
    assert [(row.opened_by, row.person) for row in rows] == [(admin, around.person)]
    assert ReadLog.objects.filter(person_id=around.person.pk, user_id=auditor.pk).exists()
    line = next(
        one for one in who_sees(person=around.person, at=around.at).now if one.name == admin.name
    )
    assert line.capacity == "Opened your record for a stated reason"


def test_glass_when_broken_again_within_the_hour_is_open_as_long_as_it_says(around: Around) -> None:
    admin = make_user(Role.ADMINISTRATOR)
    for minutes in (0, 40):
        opened = actions.break_glass(
            by=around.by(admin, minutes),
            authority_id=around.person.authority_id,
            reference=around.person.name,
            reason="She phoned: her page would not open.",
        )
    rows = Access.objects.filter(user=admin)
    assert set(rows.values_list("ended_at", flat=True)) == {opened.until}
    assert rows.count() == len({Scope.RECORD, Scope.RISK})
    for minutes, seen in ((99, True), (100, False)):
        viewer = around.by(admin, minutes)
        assert Person.objects.visible_to(viewer, scope=Scope.RECORD).exists() == seen


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_glass_is_broken_by_no_other_role(around: Around, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        actions.break_glass(
            by=around.by(make_user(role)),
            authority_id=around.person.authority_id,
            reference=around.person.name,
            reason="She phoned: her page would not open.",
        )
    assert not BrokenGlass.objects.exists()


def test_glass_of_another_council_is_not_found(around: Around) -> None:
    there = make_other_authority()
    admin = make_user(Role.ADMINISTRATOR, authority=there)
    with pytest.raises(PeopleError) as refused:
        actions.break_glass(
            by=as_viewer(admin, around.at),
            authority_id=there.pk,
            reference=around.person.name,
            reason="She phoned: her page would not open.",
        )
    assert refused.value.codes == ["person_not_found"]


def test_administrator_alone_can_give_nobody_anything(around: Around) -> None:
    admin = around.by(make_user(Role.ADMINISTRATOR))
    before = Access.objects.count()
    for act, facts in (
        (actions.let_work, {"email": around.worker.email}),
        (actions.link_account, {"email": around.tom.email}),
        (
            actions.give_consent,
            {
                "to": ConsentTo.BROKER,
                "scopes": frozenset({Scope.PLAN}),
                "heard": Heard.PHONE,
            },
        ),
    ):
        with pytest.raises(PermissionDenied):
            act(by=admin, person=around.person, **facts)  # type: ignore[operator]
    assert Access.objects.count() == before


def test_account_is_linked_only_when_its_address_is_confirmed_and_it_is_nobodys(
    around: Around,
) -> None:
    person = make_person()
    let_see(person, AccessCapacity.PRACTITIONER, user=around.worker)
    by, account = around.by(around.worker), make_user(Role.EDITOR)
    EmailAddress.objects.filter(user=account).update(verified=False)

    def codes(email: str) -> list[str]:
        with pytest.raises(PeopleError) as refused:
            actions.link_account(by=by, person=person, email=email)
        return refused.value.codes

    assert codes(account.email) == ["person_account_unknown"]
    assert codes(with_address(around.margaret).email) == ["person_account_taken"]
    with pytest.raises(PermissionDenied):
        actions.link_account(by=by, person=person, email=with_address(around.worker).email)
    let_speak(person, around.tom)
    assert codes(around.tom.email) == ["person_account_of_helper"]
    actions.link_account(by=by, person=person, email=with_address(account).email.upper())
    assert Person.objects.visible_to(around.by(account), scope=Scope.MONEY).get() == person
    assert codes(account.email) == ["person_has_account"]


def test_one_account_has_a_record_in_each_of_two_councils(around: Around) -> None:
    there = make_other_authority()
    other = make_person(authority=there, user=around.margaret)
    own = actions.open_own_record(
        by=as_viewer(around.margaret, around.at, there), scope=Scope.RECORD
    )
    assert own == other
    here = actions.open_own_record(by=around.by(around.margaret), scope=Scope.RECORD)
    assert here == around.person


def test_colleague_and_team_are_let_in_by_who_works_with_the_person(around: Around) -> None:
    colleague = make_user(Role.PRACTITIONER)
    north = Team.objects.create(authority=around.person.authority, name="North")
    by = around.by(around.worker)
    actions.let_work(by=by, person=around.person, email=colleague.email, team=north)
    assert people_named(around.by(colleague, 1), "") == [around.person]
    assert Access.objects.filter(team=north).exists()
    for email, code in (("", "colleague_missing"), (around.tom.email, "colleague_unknown")):
        with pytest.raises(PeopleError) as refused:
            actions.let_work(by=by, person=around.person, email=email)
        assert refused.value.codes == [code]


def test_people_are_found_by_each_word_of_a_name_on_ones_own_list(around: Around) -> None:
    unseen = make_person(name=around.person.name)
    viewer = around.by(around.worker)
    first, last = around.person.name.lower().split()
    for words in (first, last, f"{last} {first}", ""):
        assert people_named(viewer, words) == [around.person]
    assert people_named(viewer, f"{first} Nobody") == []
    assert unseen.pk


def test_email_address_of_a_helper_in_capitals_is_the_same(around: Around) -> None:
    around.tom.email = around.tom.email.upper()
    assert around.verified().user == around.tom
    assert EmailAddress.objects.filter(user=around.tom).exists()
