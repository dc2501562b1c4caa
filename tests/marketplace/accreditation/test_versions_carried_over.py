"""Schemes from before versions: what they asked is their first version; and back again."""

from typing import Any

import pytest
from django.core.management import call_command

from marketplace.accreditation.models import Criterion, Evidence, SchemeVersion
from marketplace.accreditation.queries.evidence import evidence_by_criterion
from marketplace.accreditation.rules import EvidenceKind
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accreditation import (
    criteria_asked,
    make_application,
    make_criterion,
    make_evidence,
    make_scheme,
    make_version,
)
from tests.factories.suppliers import make_supplier
from tests.migrated import models_at

pytestmark = [pytest.mark.migrates, pytest.mark.usefixtures("transactional_db")]
BEFORE = "0010_suspended_at_once"
ASKED = (
    "scheme_id",
    "kind",
    "position",
    "question",
    "guidance",
    "evidence_kind",
    "mandatory",
    "expires_after_months",
)


def _old(name: str) -> Any:
    return models_at(("accreditation", BEFORE)).get_model("accreditation", name)


def _back() -> None:
    call_command("migrate", "accreditation", BEFORE, verbosity=0, interactive=False)


def _forth() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def test_schemes_when_migrated_back_and_forth_ask_and_show_what_they_did() -> None:
    supplier = make_supplier()
    scheme = make_scheme(
        SupplierKind.HOME_CARE, SupplierKind.TRANSPORT, authority=supplier.authority
    )
    application = make_application(supplier, scheme)
    shown = application.evidence.get()
    _back()

    rows = list(_old("Criterion").objects.order_by("pk").values(*ASKED))
    assert len(rows) == 4
    evidence = list(_old("Evidence").objects.values("pk", "application_id", "criterion_id"))
    _forth()

    version = SchemeVersion.objects.get()
    assert (version.number, version.state, version.scheme_id) == (1, "published", scheme.pk)
    assert version.from_date == application.started_at.date()
    now = list(Criterion.objects.order_by("pk").values("version__scheme_id", *ASKED[1:]))
    assert [tuple(one.values()) for one in now] == [tuple(one.values()) for one in rows]
    # Asked alike of two kinds of supplier, it is one requirement.
    assert Criterion.objects.values("key").distinct().count() == 2
    assert list(Evidence.objects.values("pk", "application_id", "criterion_id")) == evidence
    application.refresh_from_db()
    assert application.version_id == version.pk
    assert next(one.evidence for one in evidence_by_criterion(application)) == shown


def test_later_versions_when_taken_back_leave_all_evidence_with_what_it_was_shown_for() -> None:
    supplier = make_supplier()
    scheme = make_scheme(authority=supplier.authority, criteria=False)
    insured = make_criterion(scheme)
    gone = make_criterion(scheme, question="Gone later", evidence_kind=EvidenceKind.POLICY)
    known = make_criterion(
        scheme,
        question="Who knows you?",
        evidence_kind=EvidenceKind.REFERENCE,
        references_asked=2,
    )
    decided = make_application(supplier, scheme, with_evidence=False)
    for criterion in (insured, gone, known):
        make_evidence(decided, criterion, issuer=criterion.question)
    make_evidence(decided, known, number=2, issuer="A second referee")
    make_version(scheme, 2, criteria=criteria_asked(scheme).exclude(pk=gone.pk))
    _back()

    shown = _old("Evidence").objects.select_related("criterion").order_by("pk")
    assert [(row.issuer, row.criterion.question) for row in shown] == [
        ("You are insured", "You are insured"),
        ("Gone later", "Gone later"),
        ("Who knows you?", "Who knows you?"),
        ("A second referee", "Who knows you? (2)"),
    ]
    assert {row.criterion.scheme_id for row in shown} == {scheme.pk}
    asked = _old("Criterion").objects.values_list("question", flat=True)
    assert sorted(asked) == [
        "Gone later",
        "Who knows you?",
        "Who knows you? (2)",
        "You are insured",
    ]
