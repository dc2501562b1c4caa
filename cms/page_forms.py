"""What the Wagtail admin asks of an editor, and what it refuses from them."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.fields import StreamField

from cms.models import CouncilPage, InformationPage
from cms.queries import editors_of, is_own, site_holding
from cms.rules import review_problems
from marketplace.core.clock import today
from marketplace.core.wording import sentence_of


class CouncilPageForm(WagtailAdminPageForm):
    """A page may only point at pages, files, listings and terms of its own council.

    A chooser never offers another's, so a form that names one was forged. It is refused before
    it can be shown again with the other council's title in it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        path = self.instance.path or self.parent_page.path
        self.council = site_holding(path)
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
            owner.queryset = editors_of(here)
            owner.required = True
            owner.empty_label = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        review_by = cleaned.get("review_by")
        if review_by:
            for problem in review_problems(review_by, self.initial.get("review_by"), today()):
                self.add_error(problem.field, sentence_of(problem))
        return cleaned


CouncilPage.base_form_class = CouncilPageForm
InformationPage.base_form_class = InformationPageForm
