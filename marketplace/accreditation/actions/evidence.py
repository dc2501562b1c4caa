"""Showing evidence for a criterion, changing it, opening it, and taking it away again."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.applying import criterion_of, lock_draft
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Evidence, private_storage
from marketplace.accreditation.queries.evidence import dates_of
from marketplace.accreditation.rules import (
    HEAD_BYTES,
    DbsLevel,
    DbsOutcome,
    EvidenceKind,
    clean_name,
    date_problems,
    fact_problems,
    file_problems,
    missing_file_problems,
    type_of,
)
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible, Problem, problem
from marketplace.core.orphans import undone_with
from marketplace.core.transactions import require_transaction


@transaction.atomic
def save_evidence(
    *,
    by: Viewer,
    application_id: int,
    criterion_id: int,
    number: int = 1,
    issuer: str,
    issued_date: date,
    reference: str = "",
    expires_date: date | None = None,
    dbs_level: DbsLevel | None = None,
    dbs_outcome: DbsOutcome | None = None,
    upload: "File[bytes] | None" = None,
) -> Evidence:
    """Show evidence for one criterion of a draft, or change what was shown.

    `number` is which of the references, where it asks for several. Without an upload the copy given before is kept. Raises AccreditationError.
    """
    with undone_with(private_storage()) as written:
        application = lock_draft(by, application_id)
        criterion = criterion_of(application, criterion_id, number)
        evidence = Evidence.objects.filter(
            application=application, criterion=criterion, number=number
        ).first()
        evidence = evidence or Evidence(
            authority_id=application.authority_id,
            application=application,
            criterion=criterion,
            number=number,
        )
        evidence.issuer, evidence.reference = issuer, reference
        evidence.issued_date, evidence.expires_date = issued_date, expires_date
        evidence.dbs_level, evidence.dbs_outcome = dbs_level or "", dbs_outcome or ""
        if problems := _problems(evidence, upload, by.today):
            raise AccreditationError(*problems)
        if upload is not None:
            written.append(_keep_file(evidence, upload))
        evidence.save()
        record(
            event="evidence_saved",
            by=by,
            subject=evidence,
            criterion_id=criterion.pk,
            file_type=evidence.file_type,
        )
    return evidence


def _problems(evidence: Evidence, upload: "File[bytes] | None", today: date) -> list[Problem]:
    """Everything that is wrong with evidence as it would be saved."""
    kind = EvidenceKind(evidence.criterion.evidence_kind)
    level, outcome = evidence.dbs_level, evidence.dbs_outcome
    problems = [
        *date_problems(kind, dates_of(evidence), today),
        *fact_problems(kind, evidence.issuer, has_dbs_facts=bool(level and outcome)),
        *missing_file_problems(kind, upload is not None or bool(evidence.file)),
    ]
    if upload is not None:
        problems += file_problems(_head(upload), upload.size, settings.EVIDENCE_MAX_BYTES)
    return problems


def _head(upload: "File[bytes]") -> bytes:
    """The first bytes of a file, which is left at its start."""
    upload.seek(0)
    head: bytes = upload.read(HEAD_BYTES)
    upload.seek(0)
    return head


def _keep_file(evidence: Evidence, upload: "File[bytes]") -> str:
    """Store the copy under a name of its own, which is the answer; the one before goes at the commit."""
    before = evidence.file.name
    evidence.file_type = type_of(_head(upload))
    evidence.file_name = clean_name(upload.name or "", evidence.file_type)
    evidence.file.save(evidence.file_name, upload, save=False)
    if before:
        transaction.on_commit(partial(_drop_file, before))
    return str(evidence.file.name)


@transaction.atomic
def open_evidence(*, by: Viewer, public_id: UUID) -> "tuple[Evidence, File[bytes]]":
    """Evidence and its copy, for whoever may see it; who opened it when is written down.

    Raises NotVisible where there is none for them, FileNotFoundError when the copy is gone.
    """
    check_is_user(by)
    shown = Evidence.objects.visible_to(by).exclude(file="")
    evidence = shown.filter(public_id=public_id).first()
    if evidence is None:
        raise NotVisible("There is no such evidence.")
    copy = evidence.file.open("rb")
    record(event="evidence_opened", by=by, subject=evidence)
    return evidence, copy


@transaction.atomic
def remove_evidence(*, by: Viewer, application_id: int, criterion_id: int, number: int = 1) -> None:
    """Take away what a draft shows for one criterion, and its copy. Raises AccreditationError."""
    application = lock_draft(by, application_id)
    evidence = Evidence.objects.filter(
        application=application, criterion_id=criterion_id, number=number
    ).first()
    if evidence is None:
        raise AccreditationError(problem("evidence_absent"))
    record(event="evidence_removed", by=by, subject=evidence, criterion_id=criterion_id)
    name = evidence.file.name
    evidence.delete()
    if name:
        transaction.on_commit(partial(_drop_file, name))


def drop_at_commit(names: Iterable[str]) -> None:
    """Let the copies of evidence go that is deleted in this transaction."""
    require_transaction()
    for name in names:
        transaction.on_commit(partial(_drop_file, name))


def _drop_file(name: str) -> None:
    """Delete a stored file that no row names any more; evidence copied forward shares one."""
    if not Evidence.objects.filter(file=name).exists():
        private_storage().delete(name)
