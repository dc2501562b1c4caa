"""The draft of a scheme that a page writes in, and what the page says when a colleague has ended it."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from marketplace.accounts.requests import viewer_of
from marketplace.accreditation.actions.versions import start_version
from marketplace.accreditation.models import Scheme, SchemeVersion
from marketplace.accreditation.queries.schemes import end_of_draft
from marketplace.accreditation.wording.schemes import KEPT, draft_gone_words
from marketplace.core.form_runner import run

#: The name of the button that begins a draft and saves in it.
BEGIN = "begin"


def draft_of(scheme: Scheme) -> SchemeVersion | None:
    """The draft of a scheme; None where a colleague has published or discarded it."""
    return scheme.versions.drafts().select_related("started_by").first()


def last_of(scheme: Scheme) -> SchemeVersion | None:
    """The version of a scheme that was published last."""
    return scheme.versions.published().first()


def without_draft(request: HttpRequest, scheme: Scheme) -> HttpResponse:
    """Say what became of the draft, on the page where the next one begins."""
    messages.warning(request, draft_gone_words(end_of_draft(scheme)))
    return redirect("accreditation:scheme", scheme.pk)


def may_save(request: HttpRequest, form: BaseForm, scheme: Scheme) -> bool:
    """Whether what was entered is well, and there is a draft to save it in: one is begun where whoever
    saves asks for that. Without one the form says what became of it, and keeps what was entered."""
    if not form.is_bound:
        return False
    is_well = form.is_valid()
    if draft_of(scheme):
        return is_well
    if is_well and BEGIN in request.POST:
        return bool(run(form, start_version, by=viewer_of(request), scheme_id=scheme.pk))
    form.add_error(None, f"{draft_gone_words(end_of_draft(scheme))} {KEPT}")
    return False
