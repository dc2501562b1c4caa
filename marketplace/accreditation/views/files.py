"""The copy of a document, for those who may see it, never as a page of this site."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest

from marketplace.accounts.requests import viewer_of
from marketplace.accreditation.actions.evidence import open_evidence


def evidence_file(request: HttpRequest, public_id: UUID) -> FileResponse:
    """One file of evidence as a download that no browser runs, frames, keeps or guesses about."""
    try:
        evidence, content = open_evidence(by=viewer_of(request), public_id=public_id)
    except FileNotFoundError as error:
        raise Http404("We no longer keep this copy.") from error
    response = FileResponse(
        content, as_attachment=True, filename=evidence.file_name, content_type=evidence.file_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
