"""What the Wagtail admin asks of an editor, and what it refuses from them."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.models.council import CouncilSite
from cms.rules import review_problem
from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.clock import today
from marketplace.listings.models import Listing
from marketplace.vocabulary.models import Term


class CouncilPageForm(WagtailAdminPageForm):
    """A page may only point at pages, files, listings and terms of its own council.

    A chooser never offers another's, so a form that names one was forged. It is refused before
    it can be shown again with the other council's title in it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        path = self.instance.path or self.parent_page.path
        self.council = CouncilSite.objects.holding(path).first()
        if self.is_bound:
            for model, pk in self._references():
                if self.council is None or not is_own(self.council, model, pk):
                    raise PermissionDenied("That belongs to another council.")

    def _references(self) -> Iterator[tuple[Any, str]]:
        for field in self.instance._meta.get_fields():
            if isinstance(field, StreamField) and field.name in self.fields:
                widget = self.fields[field.name].widget
                name = self.add_prefix(field.name)
                value = widget.value_from_datadict(self.data, self.files, name)
                for model, pk, *_ in field.stream_block.extract_references(value):
                    yield model, pk


class InformationPageForm(CouncilPageForm):
    """Asks who looks after the page, and by when somebody checks it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner" in self.fields:
            here = self.council.authority_id if self.council else None
            owner = self.fields["owner"]
            owner.queryset = User.objects.filter(
                memberships__role=Role.EDITOR, memberships__authority=here
            ).order_by("name")
            owner.required = True
            owner.empty_label = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        review_by = cleaned.get("review_by")
        if review_by:
            problem = review_problem(review_by, self.initial.get("review_by"), today())
            if problem:
                self.add_error("review_by", problem)
        return cleaned


def is_own(council: CouncilSite, model: Any, pk: str) -> bool:
    """Whether the thing that a page points at belongs to the page's council."""
    if issubclass(model, Page):
        return council.pages().filter(pk=pk).exists()
    if model in (get_image_model(), get_document_model()):
        held = model.objects.filter(pk=pk, collection__in=council.collections())
        return bool(held.exists())
    if model in (Listing, Term):
        return bool(model.objects.filter(pk=pk, authority=council.authority_id).exists())
    return False
