"""Accepting an invitation to work for a council."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from marketplace.accounts.actions.invitations import accept_invitation
from marketplace.accounts.forms import NewColleagueForm
from marketplace.accounts.models import Invitation
from marketplace.accounts.queries import (
    answering_problems,
    invitation_of,
    needs_code,
    roles_asked,
    user_called,
)
from marketplace.accounts.requests import viewer_of
from marketplace.core.form_runner import run
from marketplace.core.wording import sentence_of


@sensitive_post_parameters("password1")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Name and password for a new account; one button for whoever is signed in."""
    viewer = viewer_of(request)
    found = invitation_of(viewer, token)
    if found is None:
        raise Http404("There is no such invitation.")
    is_new = viewer.user is None and user_called(found.email) is None
    form = _form(request, found, is_new=is_new)
    if form.is_valid():
        facts = {key: form.cleaned_data.get(field, "") for key, field in ASKED}
        if ran := run(form, accept_invitation, by=viewer, token=token, **facts):
            return _signed_in(request, ran.answer, is_new=is_new)
    return _page(request, found, form, is_new=is_new)


#: The refusal that a link to the sign-in page mends.
SIGN_IN_FIRST = "invitation_sign_in_first"
#: What the action takes, and where the form has it.
ASKED = (("name", "name"), ("password", "password1"))


def _form(request: HttpRequest, found: Invitation, *, is_new: bool) -> NewColleagueForm:
    data = request.POST if request.method == "POST" else None
    form = NewColleagueForm(data, email=found.email, initial={"name": found.name})
    if not is_new:
        form.fields.clear()
    return form


def _signed_in(request: HttpRequest, user: object, *, is_new: bool) -> HttpResponse:
    messages.success(request, "You have accepted the invitation.")
    if not is_new:
        return redirect("portal:home")
    response: HttpResponse = perform_login(request, user, signup=True)
    return response


def _page(
    request: HttpRequest, found: Invitation, form: NewColleagueForm, *, is_new: bool
) -> HttpResponse:
    refused = answering_problems(viewer_of(request), found)
    asked = roles_asked(found.change)
    context = {
        "refused": [sentence_of(one) for one in refused],
        "must_sign_in": SIGN_IN_FIRST in [one.code for one in refused],
        "invitation": found,
        "asked": asked,
        "needs_code": needs_code([one.role for one in asked]),
        "form": form,
        "is_new": is_new,
    }
    return render(request, "account/invitation.html", context)
