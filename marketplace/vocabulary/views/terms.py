"""The lists of words of a council: seen, added to, and each word renamed, moved, merged, retired."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.seen import seen_of
from marketplace.core.wording import one_text
from marketplace.core.words import counted
from marketplace.vocabulary import actions
from marketplace.vocabulary.forms import MergeForm, NewTermsForm, TermNameForm, TermPlaceForm
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.queries import others_of, place_of, term_lists, terms_of, uses_of
from marketplace.vocabulary.rules import TermKind


def lists(request: HttpRequest) -> HttpResponse:
    """The lists that the council keeps."""
    return render(request, "vocabulary/lists.html", {"lists": term_lists(viewer_of(request))})


def terms(request: HttpRequest, kind: str) -> HttpResponse:
    """One list, with what uses each word; add some."""
    if kind not in set(TermKind):
        raise Http404("Page not found.")
    viewer, listed = viewer_of(request), TermKind(kind)
    form = NewTermsForm(request.POST or None)
    if form.is_valid() and run(
        form,
        actions.add_terms,
        by=viewer,
        authority=authority_of(request),
        kind=listed,
        labels=form.labels,
    ):
        added = counted(len(form.labels), "word is", "words are")
        messages.success(request, f"{added} in the list: {', '.join(form.labels)}.")
        return redirect("vocabulary:terms", kind=kind)
    context = {"kind": listed, "form": form, "terms": terms_of(viewer, listed)}
    return render(request, "vocabulary/terms.html", context)


def term(request: HttpRequest, pk: int) -> HttpResponse:
    """One word: rename it; the forms beside move, merge and retire it."""
    found = _term(request, pk)
    form = _name_form(found, request.POST or None)
    if form.is_valid() and run(
        form,
        actions.rename_term,
        by=viewer_of(request),
        term_id=pk,
        **form.cleaned_data,
    ):
        messages.success(request, "The new name is shown everywhere, and search finds it.")
        return redirect("vocabulary:terms", kind=found.kind)
    return _term_page(request, found, form, TermPlaceForm(initial={"place": place_of(found)}))


def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a word within its list."""
    found = _term(request, pk)
    form = TermPlaceForm(request.POST)
    if form.is_valid() and run(
        form,
        actions.move_term,
        by=viewer_of(request),
        term_id=pk,
        place=form.cleaned_data["place"],
    ):
        messages.success(request, f"“{found.label}” is at place {form.cleaned_data['place']}.")
        return redirect("vocabulary:terms", kind=found.kind)
    return _term_page(request, found, _name_form(found), form)


def _name_form(found: Term, data: QueryDict | None = None) -> TermNameForm:
    now = {"label": found.label}
    return TermNameForm(data, initial=now, seen=seen_of(now))


def _term_page(
    request: HttpRequest, found: Term, form: TermNameForm, place_form: TermPlaceForm
) -> HttpResponse:
    context = {
        "term": found,
        "kind": TermKind(found.kind),
        "form": form,
        "place_form": place_form,
        "uses": uses_of(found.pk),
    }
    return render(request, "vocabulary/term.html", context)


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the word that takes the place of this one; see what will change; then confirm."""
    found = _term(request, pk)
    others = others_of(found)
    asked = request.POST or (request.GET if "into" in request.GET else None)
    form = MergeForm(asked, others=others)
    chosen = form.cleaned_data["into"] if form.is_valid() else None
    if (
        request.method == "POST"
        and chosen
        and run(form, actions.merge_term, by=viewer_of(request), term_id=pk, into_id=chosen)
    ):
        label = next(one.label for one in others if one.pk == chosen)
        messages.success(request, f"“{found.label}” is merged into “{label}”. Search follows.")
        return redirect("vocabulary:terms", kind=found.kind)
    context = {
        "term": found,
        "kind": TermKind(found.kind),
        "form": form,
        "into": next((one for one in others if one.pk == chosen), None),
        "uses": uses_of(pk),
    }
    return render(request, "vocabulary/merge.html", context)


def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """See what uses a word; then retire it."""
    found = _term(request, pk)
    if request.method == "POST":
        try:
            actions.retire_term(by=viewer_of(request), term_id=pk)
        except DomainError as refusal:
            messages.error(request, one_text(refusal))
        else:
            messages.success(request, f"“{found.label}” is retired. Search no longer offers it.")
        return redirect("vocabulary:terms", kind=found.kind)
    context = {"term": found, "kind": TermKind(found.kind), "uses": uses_of(pk)}
    return render(request, "vocabulary/retire.html", context)


def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a retired word again."""
    found = _term(request, pk)
    try:
        actions.restore_term(by=viewer_of(request), term_id=pk)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, f"“{found.label}” is offered again.")
    return redirect("vocabulary:terms", kind=found.kind)


def _term(request: HttpRequest, pk: int) -> Term:
    return get_object_or_404(Term.objects.visible_to(viewer_of(request)), pk=pk)
