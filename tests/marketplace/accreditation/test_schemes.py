"""Schemes and the versions of what they ask: made, changed, published; and what that leaves as it was."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.applying import start_application, submit_application
from marketplace.accreditation.actions.deciding import accept_application, judge_evidence
from marketplace.accreditation.actions.evidence import save_evidence
from marketplace.accreditation.actions.moving_on import move_application_on
from marketplace.accreditation.actions.schemes import (
    add_scheme,
    change_scheme,
    restore_scheme,
    retire_scheme,
)
from marketplace.accreditation.actions.versions import (
    add_requirement,
    change_requirement,
    discard_version,
    move_requirement,
    publish_version,
    remove_requirement,
    start_version,
)
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Criterion, Evidence, Scheme, SchemeVersion
from marketplace.accreditation.queries.applications import schemes_to_apply_for
from marketplace.accreditation.queries.evidence import evidence_by_criterion, guide_for
from marketplace.accreditation.queries.progress import progress_of
from marketplace.accreditation.queries.schemes import asked_by, schemes_of, use_of, versions_of
from marketplace.accreditation.rules import (
    ApplicationState,
    EvidenceKind,
    EvidenceState,
    Requirement,
    Verdict,
    VersionState,
)
from marketplace.core.models import AuditEvent
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import NOW, as_viewer, make_other_authority, make_user
from tests.factories.accreditation import make_accreditation, make_application, make_scheme

pytestmark = pytest.mark.django_db
KIND = SupplierKind.HOME_CARE
TODAY = NOW.date()
POLICY = Requirement("Do you have a complaints policy?", "", EvidenceKind.POLICY)
TWO = Requirement("Who knows your work?", "", EvidenceKind.REFERENCE, references=2, from_care=1)


@pytest.fixture
def setter():
    return as_viewer(make_user(Role.COMMISSIONER))


@pytest.fixture
def scheme(supplier):
    return make_scheme(KIND, authority=supplier.authority)


@pytest.fixture
def by_owner(owner):
    return as_viewer(owner)


def refused(code, action, **facts):
    with pytest.raises(AccreditationError) as refusal:
        action(**facts)
    assert refusal.value.codes == [code]


def add(setter, scheme, asked=POLICY):
    return add_requirement(by=setter, scheme_id=scheme.pk, kinds=[KIND], asked=asked)[0]


def next_version(setter, scheme, from_date=TODAY, asked=POLICY):
    """Version 2, that asks one thing more."""
    start_version(by=setter, scheme_id=scheme.pk)
    add(setter, scheme, asked)
    return publish_version(by=setter, scheme_id=scheme.pk, from_date=from_date)


def questions(application):
    return [one.title for one in evidence_by_criterion(application)]


def test_scheme_when_added_is_a_draft_and_takes_applications_once_published(setter, supplier):
    facts = {"summary": "For all.", "kinds": [KIND], "valid_months": 12}
    authority = supplier.authority
    scheme = add_scheme(by=setter, authority=authority, name="  Good   care ", **facts)
    assert (scheme.name, scheme.code) == ("Good care", "good-care")
    assert not schemes_to_apply_for(supplier, TODAY).schemes
    refused(
        "version_requires_nothing",
        publish_version,
        by=setter,
        scheme_id=scheme.pk,
        from_date=TODAY,
    )
    add(setter, scheme)
    publish_version(by=setter, scheme_id=scheme.pk, from_date=TODAY + timedelta(days=1))
    assert not schemes_to_apply_for(supplier, TODAY).schemes
    assert schemes_to_apply_for(supplier, TODAY + timedelta(days=1)).schemes == [scheme]
    assert not guide_for(authority.pk, TODAY)
    assert guide_for(authority.pk, TODAY + timedelta(days=1))[0].required == [POLICY.question]
    refused(
        "scheme_named_already",
        add_scheme,
        by=setter,
        authority=authority,
        name="GOOD CARE",
        **facts,
    )


def test_scheme_when_a_kind_is_left_out_takes_no_application_of_it_and_offers_it_again(
    setter, supplier, scheme, by_owner
):
    facts = {"name": "Trust", "summary": "X", "valid_months": 6}
    by_now = make_accreditation(supplier, scheme)
    other = [SupplierKind.TRANSPORT]
    change_scheme(by=setter, scheme_id=scheme.pk, kinds=other, **facts)
    refused(
        "application_scheme_unsuitable",
        start_application,
        by=by_owner,
        supplier_id=supplier.pk,
        scheme_id=scheme.pk,
    )
    assert [
        one.accredited.accreditation for one in progress_of([supplier], TODAY)[supplier.pk]
    ] == [by_now]
    change_scheme(by=setter, scheme_id=scheme.pk, kinds=[KIND, *other], **facts)
    assert start_application(by=by_owner, supplier_id=supplier.pk, scheme_id=scheme.pk)
    assert Scheme.objects.get(pk=scheme.pk).valid_months == 6
    assert AuditEvent.objects.filter(event="scheme_changed").latest("pk").data == {
        "kinds": ["home_care", "transport"],
        "valid_months": 6,
    }


def test_scheme_when_retired_orphans_nothing_and_takes_nothing_new(
    setter, supplier, scheme, by_owner, accreditor
):
    begun = make_application(supplier, scheme)
    accredited = make_accreditation(supplier, scheme)
    use = use_of(scheme, TODAY)
    assert (use.drafts, use.waiting, use.valid) == (1, 0, 1)
    assert use.last_until == accredited.valid_until
    retire_scheme(by=setter, scheme_id=scheme.pk)
    refused("scheme_retired", start_version, by=setter, scheme_id=scheme.pk)
    assert not guide_for(supplier.authority_id, TODAY)
    submit_application(by=by_owner, application_id=begun.pk)
    officer = as_viewer(accreditor)
    verdicts = [Verdict(row.pk, EvidenceState.ACCEPTED) for row in begun.evidence.all()]
    judge_evidence(by=officer, application_id=begun.pk, verdicts=verdicts)
    accept_application(by=officer, application_id=begun.pk)
    accredited.refresh_from_db()
    assert accredited.application_id == begun.pk
    refused(
        "application_scheme_unsuitable",
        start_application,
        by=by_owner,
        supplier_id=supplier.pk,
        scheme_id=scheme.pk,
    )
    progress = progress_of([supplier], TODAY)[supplier.pk]
    assert [(one.scheme, one.is_open) for one in progress] == [(scheme, False)]
    restore_scheme(by=setter, scheme_id=scheme.pk)
    refused("scheme_not_retired", restore_scheme, by=setter, scheme_id=scheme.pk)
    assert start_application(by=by_owner, supplier_id=supplier.pk, scheme_id=scheme.pk)


def test_draft_when_changed_leaves_the_version_in_force_until_its_day(
    setter, supplier, scheme, by_owner
):
    before = asked_by(scheme.version_on(TODAY))
    start_version(by=setter, scheme_id=scheme.pk)
    refused("version_drafted_already", start_version, by=setter, scheme_id=scheme.pk)
    refused("version_unchanged", publish_version, by=setter, scheme_id=scheme.pk, from_date=TODAY)
    first, training = before
    facts = {"by": setter, "scheme_id": scheme.pk, "key": first.key}
    change_requirement(
        **facts,
        kinds=[KIND],
        asked=Requirement("Are you insured?", "Cover", EvidenceKind.INSURANCE, months=6),
    )
    move_requirement(**facts, kind=KIND, place=2)
    remove_requirement(by=setter, scheme_id=scheme.pk, key=training.key, kinds=[KIND])
    add(setter, scheme, TWO)
    refused(
        "requirement_not_there",
        remove_requirement,
        by=setter,
        scheme_id=scheme.pk,
        key=training.key,
        kinds=[KIND],
    )
    starts = TODAY + timedelta(days=10)
    publish_version(by=setter, scheme_id=scheme.pk, from_date=starts)
    assert asked_by(scheme.version_on(TODAY)) == before
    after = asked_by(scheme.version_on(starts))
    assert [one.requirement.question for one in after] == ["Are you insured?", TWO.question]
    assert after[0].key == first.key
    refused("version_not_drafted", discard_version, by=setter, scheme_id=scheme.pk)
    assert [line.held and line.held.on(TODAY) for line in versions_of(scheme)] == [False, True]
    assert list(
        AuditEvent.objects.filter(event__startswith="requirement_")
        .order_by("pk")
        .values_list("event", flat=True)
    ) == ["requirement_changed", "requirement_moved", "requirement_removed", "requirement_added"]


def test_draft_when_discarded_leaves_no_trace_but_in_the_trail(setter, scheme):
    start_version(by=setter, scheme_id=scheme.pk)
    add(setter, scheme)
    discard_version(by=setter, scheme_id=scheme.pk)
    assert [one.number for one in scheme.versions.all()] == [1]
    assert not Criterion.objects.filter(question=POLICY.question).exists()
    assert start_version(by=setter, scheme_id=scheme.pk).number == 2


def test_application_when_a_version_is_published_keeps_what_it_was_asked(
    setter, supplier, scheme, by_owner, accreditor
):
    begun = make_application(supplier, scheme)
    asked = questions(begun)
    newer = next_version(setter, scheme)
    assert questions(begun) == asked
    submit_application(by=by_owner, application_id=begun.pk)
    officer = as_viewer(accreditor)
    verdicts = [Verdict(row.pk, EvidenceState.ACCEPTED) for row in begun.evidence.all()]
    judge_evidence(by=officer, application_id=begun.pk, verdicts=verdicts)
    accept_application(by=officer, application_id=begun.pk)
    begun.refresh_from_db()
    assert questions(begun) == asked
    renewal = start_application(
        by=by_owner, supplier_id=supplier.pk, scheme_id=scheme.pk, copy_evidence=True
    )
    assert renewal.version == newer
    assert questions(renewal) == [*asked, POLICY.question]
    copied = renewal.evidence.get()
    assert copied.criterion.version == newer
    assert copied.criterion.question == "You are insured"


def test_copied_evidence_when_accepted_for_fewer_months_now_is_left_out(
    setter, supplier, scheme, by_owner
):
    make_application(
        supplier,
        scheme,
        ApplicationState.REFUSED,
        submitted_by=by_owner.user,
        decided_by=make_user(Role.ACCREDITOR),
    )
    start_version(by=setter, scheme_id=scheme.pk)
    key = asked_by(scheme.versions.get(number=2))[0].key
    insured = Requirement("You are insured", "", EvidenceKind.INSURANCE, months=1)
    change_requirement(by=setter, scheme_id=scheme.pk, key=key, kinds=[KIND], asked=insured)
    publish_version(by=setter, scheme_id=scheme.pk, from_date=TODAY)
    renewal = start_application(
        by=by_owner, supplier_id=supplier.pk, scheme_id=scheme.pk, copy_evidence=True
    )
    assert not renewal.evidence.exists()


def test_application_when_its_author_moves_it_on_keeps_the_evidence_that_is_still_asked(
    setter, supplier, scheme, by_owner
):
    begun = make_application(supplier, scheme)
    training = begun.version.criteria.get(evidence_kind=EvidenceKind.TRAINING)
    save_evidence(
        by=by_owner,
        application_id=begun.pk,
        criterion_id=training.pk,
        issuer="Skills",
        issued_date=TODAY,
    )
    start_version(by=setter, scheme_id=scheme.pk)
    remove_requirement(by=setter, scheme_id=scheme.pk, key=training.key, kinds=[KIND])
    add(setter, scheme)
    move = {"by": by_owner, "application_id": begun.pk}
    refused("application_up_to_date", move_application_on, **move, to=2)
    publish_version(by=setter, scheme_id=scheme.pk, from_date=TODAY)
    refused("application_asked_otherwise", move_application_on, **move, to=3)
    moved = move_application_on(**move, to=2)
    assert questions(moved) == ["You are insured", POLICY.question]
    kept = Evidence.objects.get(application=begun)
    assert (kept.issuer, kept.criterion.version.number) == ("Harbour Mutual", 2)
    event = AuditEvent.objects.get(event="application_moved_on")
    assert event.data == {"version": 2, "evidence_kept": 1, "evidence_dropped": 1}


def test_criterion_that_asks_two_references_takes_two_and_needs_both(
    setter, supplier, scheme, by_owner
):
    next_version(setter, scheme, asked=TWO)
    begun = start_application(by=by_owner, supplier_id=supplier.pk, scheme_id=scheme.pk)
    shown = [one for one in evidence_by_criterion(begun) if one.criterion.references_asked]
    assert [(one.title, one.is_from_care) for one in shown] == [
        ("Who knows your work? (1 of 2)", True),
        ("Who knows your work? (2 of 2)", False),
    ]
    facts = {"by": by_owner, "application_id": begun.pk, "criterion_id": shown[0].criterion.pk}
    for number in (1, 2):
        save_evidence(**facts, number=number, issuer=f"Referee {number}", issued_date=TODAY)
    refused(
        "evidence_not_asked",
        save_evidence,
        **facts,
        number=3,
        issuer="Referee 3",
        issued_date=TODAY,
    )
    save_evidence(**facts, number=2, issuer="Another", issued_date=TODAY)
    assert list(begun.evidence.order_by("number").values_list("number", "issuer")) == [
        (1, "Referee 1"),
        (2, "Another"),
    ]


@pytest.mark.parametrize("role", [Role.ACCREDITOR, Role.SUPPLIER, Role.EDITOR])
def test_schemes_when_set_by_another_role_are_refused(scheme, role):
    with pytest.raises(PermissionDenied):
        start_version(by=as_viewer(make_user(role)), scheme_id=scheme.pk)


def test_scheme_of_another_council_is_not_changed_nor_listed(setter):
    theirs = make_scheme(authority=make_other_authority())
    with pytest.raises(PermissionDenied):
        retire_scheme(by=setter, scheme_id=theirs.pk)
    assert schemes_of(setter) == []


def test_lists_of_schemes_and_versions_take_the_same_queries_for_many(
    setter, supplier, scheme, django_assert_num_queries
):
    next_version(setter, scheme)
    for _ in range(3):
        make_scheme(authority=supplier.authority)
    with django_assert_num_queries(3):
        assert len(schemes_of(setter)) == 4
    with django_assert_num_queries(1):
        assert len(versions_of(scheme)) == 2


def test_version_when_published_over_one_not_begun_takes_its_place(setter, scheme):
    later = TODAY + timedelta(days=30)
    next_version(setter, scheme, later)
    start_version(by=setter, scheme_id=scheme.pk)
    add(setter, scheme, TWO)
    publish_version(by=setter, scheme_id=scheme.pk, from_date=TODAY)
    third, second, first = versions_of(scheme)
    assert [one.held.never for one in (third, second, first)] == [False, True, False]
    assert scheme.version_on(later) == third.version
    assert SchemeVersion.objects.filter(state=VersionState.PUBLISHED).count() == 3
    assert first.held.until_date == date(TODAY.year, TODAY.month, TODAY.day)
