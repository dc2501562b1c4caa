"""Two schemes, an application that waits with its evidence, and one that was accepted."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.accreditation.actions.applying import start_application, submit_application
from marketplace.accreditation.actions.deciding import accept_application, judge_evidence
from marketplace.accreditation.actions.evidence import save_evidence
from marketplace.accreditation.actions.schemes import add_scheme
from marketplace.accreditation.actions.versions import (
    add_requirement,
    publish_version,
    start_version,
)
from marketplace.accreditation.models import (
    Accreditation,
    Application,
    Criterion,
    Scheme,
)
from marketplace.accreditation.queries.evidence import criteria_of
from marketplace.accreditation.rules import EvidenceKind, EvidenceState, Requirement, Verdict
from marketplace.core.rooms import Samples
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def make(side: Side) -> None:
    scheme = _scheme(side, SupplierKind.HOME_CARE)
    side.rows["scheme_of_another_kind"] = _scheme(side, SupplierKind.EQUIPMENT_RETAILER)
    side.rows["scheme"] = scheme
    side.rows["application"] = _apply(side, side.rows["supplier"], scheme)
    accepted = _apply(side, side.rows["accredited"], scheme)
    officer = side.viewer(Role.ACCREDITOR, days=8)
    judged = [Verdict(pk, EvidenceState.ACCEPTED) for pk in _evidence_ids(accepted)]
    judge_evidence(by=officer, application_id=accepted.pk, verdicts=judged)
    accept_application(by=officer, application_id=accepted.pk)
    side.rows["accreditation"] = Accreditation.objects.get(application=accepted)


def _evidence_ids(application: Application) -> list[int]:
    return list(application.evidence.order_by("pk").values_list("pk", flat=True))


def _scheme(side: Side, kind: SupplierKind) -> Scheme:
    """The council's scheme for suppliers of a kind: insurance, with its certificate. A draft of its next
    version is begun."""
    name = f"Trusted support: {kind.label.lower()}"
    found = Scheme.objects.filter(authority=side.council, name=name).first()
    if found is not None:
        return found
    by = side.machine()
    scheme = add_scheme(
        by=by,
        authority=side.council,
        name=name,
        summary="Checked by the council.",
        kinds=[kind],
        valid_months=24,
    )
    insured = Requirement("You are insured", "", EvidenceKind.INSURANCE, months=12)
    add_requirement(by=by, scheme_id=scheme.pk, kinds=[kind], asked=insured)
    publish_version(by=by, scheme_id=scheme.pk, from_date=by.today)
    start_version(by=by, scheme_id=scheme.pk)
    return scheme


def _apply(side: Side, supplier: Supplier, scheme: Scheme) -> Application:
    """Sent in, with dated evidence for every criterion."""
    owner = side.viewer(Role.SUPPLIER, days=2)
    application = start_application(by=owner, supplier_id=supplier.pk, scheme_id=scheme.pk)
    for criterion in criteria_of(application):
        save_evidence(
            by=owner,
            application_id=application.pk,
            criterion_id=criterion.pk,
            issuer="Harbour Mutual",
            reference="HM/1",
            issued_date=side.began.date() - timedelta(days=20),
            expires_date=side.began.date() + timedelta(days=345),
            upload=ContentFile(PDF, "insurance.pdf"),
        )
    return submit_application(by=side.viewer(Role.SUPPLIER, days=3), application_id=application.pk)


def _application(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["application"].public_id}


def _criterion(side: Side) -> int:
    criterion_id: int = side.rows["application"].evidence.order_by("pk")[0].criterion_id
    return criterion_id


def _evidence(side: Side) -> dict[str, Any]:
    return {**_application(side), "criterion_id": _criterion(side), "number": 1}


def _opened(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["application"].evidence.order_by("pk")[0].public_id}


def _standing(side: Side) -> dict[str, Any]:
    return {
        "public_id": side.rows["accredited"].public_id,
        "scheme": side.rows["scheme"].code,
        "move": "suspend",
    }


def _scheme_row(side: Side, **more: Any) -> dict[str, Any]:
    return {"pk": side.rows["scheme"].pk, **more}


def _drafted(side: Side) -> Criterion:
    criteria: list[Criterion] = list(Criterion.objects.filter(version__scheme=side.rows["scheme"]))
    return criteria[-1]


def _requirement(side: Side) -> dict[str, Any]:
    return _scheme_row(side, key=_drafted(side).key, kind=_drafted(side).kind)


def _setting(side: Side, **more: Any) -> dict[str, Any]:
    return {"scheme_id": side.rows["scheme"].pk, **more}


def _described(side: Side) -> dict[str, Any]:
    return {"name": "X", "summary": "X", "kinds": [SupplierKind.TRANSPORT], "valid_months": 12}


def _of_draft(side: Side) -> dict[str, Any]:
    return _setting(side, key=_drafted(side).key, kinds=[SupplierKind.HOME_CARE])


ASKED = Requirement("You are trained", "", EvidenceKind.TRAINING)


def _waiting(side: Side, **more: Any) -> dict[str, Any]:
    return {"application_id": side.rows["application"].pk, **more}


def _accredited(side: Side) -> dict[str, Any]:
    return {"accreditation_id": side.rows["accreditation"].pk, "reason": "Because"}


def _supplier(side: Side) -> dict[str, Any]:
    return {"supplier_id": side.rows["accredited"].pk}


SAMPLES = Samples(
    make=make,
    addresses={
        "accreditation:apply": lambda side: {"public_id": side.rows["supplier"].public_id},
        "accreditation:application": _application,
        "accreditation:check": _application,
        "accreditation:sent": _application,
        "accreditation:call_back": _application,
        "accreditation:discard": _application,
        "accreditation:decide": _application,
        "accreditation:evidence": _evidence,
        "accreditation:evidence_remove": _evidence,
        "accreditation:evidence_file": _opened,
        "accreditation:move_on": _application,
        "accreditation:change_accreditation": _standing,
        "accreditation:scheme": _scheme_row,
        "accreditation:scheme_change": _scheme_row,
        "accreditation:scheme_retire": _scheme_row,
        "accreditation:scheme_restore": _scheme_row,
        "accreditation:version": lambda side: _scheme_row(side, number=1),
        "accreditation:compare": lambda side: _scheme_row(side, number=1, other=2),
        "accreditation:draft": _scheme_row,
        "accreditation:draft_start": _scheme_row,
        "accreditation:draft_discard": _scheme_row,
        "accreditation:publish": _scheme_row,
        "accreditation:requirement_add": _scheme_row,
        "accreditation:requirement": _requirement,
        "accreditation:requirement_place": _requirement,
        "accreditation:requirement_remove": _requirement,
    },
    calls={
        "start_schemes": lambda side: {"authority": side.council},
        "add_scheme": lambda side: {"authority": side.council, **_described(side)},
        "change_scheme": lambda side: _setting(side, **_described(side)),
        "retire_scheme": _setting,
        "restore_scheme": _setting,
        "start_version": _setting,
        "discard_version": _setting,
        "publish_version": lambda side: _setting(side, from_date=side.at(60).date()),
        "add_requirement": lambda side: _setting(side, kinds=[SupplierKind.HOME_CARE], asked=ASKED),
        "change_requirement": lambda side: {**_of_draft(side), "asked": ASKED},
        "move_requirement": lambda side: _setting(
            side, key=_drafted(side).key, kind=SupplierKind.HOME_CARE, place=1
        ),
        "remove_requirement": _of_draft,
        "move_application_on": lambda side: _waiting(side, to=2),
        "start_application": lambda side: {
            "supplier_id": side.rows["supplier"].pk,
            "scheme_id": side.rows["scheme"].pk,
        },
        "submit_application": _waiting,
        "call_back_application": _waiting,
        "discard_application": _waiting,
        "accept_application": _waiting,
        "refuse_application": lambda side: _waiting(side, reason="X"),
        "judge_evidence": lambda side: _waiting(side, verdicts=[]),
        "remove_evidence": lambda side: _waiting(side, criterion_id=_criterion(side)),
        "save_evidence": lambda side: _waiting(
            side, criterion_id=_criterion(side), issuer="X", issued_date=side.began.date()
        ),
        "open_evidence": _opened,
        "raise_expiry_tasks": lambda side: {"authority_id": side.council.pk},
        "tell_of_ended": lambda side: {"authority_id": side.council.pk},
        "lift_suspension": _accredited,
        "suspend_supplier_at_once": _supplier,
        "end_suspension_at_once": _supplier,
        "tell_supplier_of_suspension": _supplier,
        "suspend_accreditation": _accredited,
        "withdraw_accreditation": _accredited,
    },
    for_council=frozenset(
        {
            "accept_application",
            "add_requirement",
            "add_scheme",
            "change_requirement",
            "change_scheme",
            "discard_version",
            "move_requirement",
            "publish_version",
            "remove_requirement",
            "restore_scheme",
            "retire_scheme",
            "start_version",
            "judge_evidence",
            "lift_suspension",
            "open_evidence",
            "raise_expiry_tasks",
            "refuse_application",
            "suspend_accreditation",
            "suspend_supplier_at_once",
            "end_suspension_at_once",
            "tell_supplier_of_suspension",
            "tell_of_ended",
            "withdraw_accreditation",
        }
    ),
)
