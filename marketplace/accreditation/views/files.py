"""The copy of a document, for those who may see it, never as a page of this site."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from marketplace.accounts.requests import viewer_of
from marketplace.accreditation.models import Evidence


def evidence_file(request: HttpRequest, public_id: UUID) -> FileResponse:
    """One file of evidence as a download that no browser runs, frames, keeps or guesses about."""
    evidence = get_object_or_404(
        Evidence.objects.visible_to(viewer_of(request)).exclude(file=""), public_id=public_id
    )
    try:
        content = evidence.file.open("rb")
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
