"""What a page may be built of. Each block has one template, and no block holds markup of its own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.widgets import ListingWidget, TermWidget
from marketplace.listings.models import Listing
from marketplace.vocabulary.models import Term

PICTURES = [
    ("bath", "Bath"),
    ("bed", "Bed"),
    ("bus", "Minibus"),
    ("cup", "Cup"),
    ("equipment", "Walking frame"),
    ("agency", "House"),
    ("people", "People"),
    ("person", "Person"),
    ("clock", "Clock"),
    ("phone", "Telephone"),
]
PLAIN_TEXT = ["bold", "link", "document-link"]


class TermChooserBlock(blocks.ChooserBlock):
    """A word of the council's vocabulary: a type of support, or who it is for."""

    target_model = Term

    @cached_property
    def widget(self) -> Any:
        return TermWidget()

    class Meta:
        icon = "tag"


class ListingChooserBlock(blocks.ChooserBlock):
    """A listing that is shown for as long as anybody may see it."""

    target_model = Listing

    @cached_property
    def widget(self) -> Any:
        return ListingWidget()

    class Meta:
        icon = "pick"


class WayBlock(blocks.StructBlock):
    """A way in: words that lead to a search which is already narrowed."""

    term = TermChooserBlock(label="Leads to", help_text="The search opens with this chosen.")
    words = blocks.CharBlock(
        max_length=60,
        required=False,
        help_text="How somebody would say it. Left empty, the word of the directory is used.",
    )
    detail = blocks.CharBlock(max_length=80, required=False, help_text="Three or four examples.")
    picture = blocks.ChoiceBlock(choices=PICTURES)

    class Meta:
        icon = "arrow-right"
        label = "Way in"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=60)
    detail = blocks.CharBlock(max_length=300)

    class Meta:
        icon = "list-ol"
        label = "Step"


class NoticeBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80)
    words = blocks.RichTextBlock(features=PLAIN_TEXT)
    tone = blocks.ChoiceBlock(
        choices=[("info", "Good to know"), ("wait", "Take care")], default="info"
    )

    class Meta:
        icon = "info-circle"
        template = "cms/blocks/notice.html"


class LinkBlock(blocks.StructBlock):
    """A link to one of our pages, or to another site."""

    words = blocks.CharBlock(max_length=80, help_text="Say where it leads, never “click here”.")
    page = blocks.PageChooserBlock(required=False, label="Page of ours")
    address = blocks.URLBlock(required=False, label="Or an address elsewhere")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            problem = ValidationError(
                "Give a page of ours or an address elsewhere, one of the two."
            )
            raise blocks.StructBlockValidationError(block_errors={"page": problem})
        return cleaned

    class Meta:
        icon = "link"
        label = "Link"


class BodyBlock(blocks.StreamBlock):
    """The body of an information page."""

    heading = blocks.CharBlock(max_length=80, icon="title", template="cms/blocks/heading.html")
    paragraph = blocks.RichTextBlock(features=PLAIN_TEXT, template="cms/blocks/paragraph.html")
    points = blocks.ListBlock(
        blocks.CharBlock(max_length=200, label="Point"),
        icon="list-ul",
        label="List",
        template="cms/blocks/points.html",
    )
    steps = blocks.ListBlock(StepBlock(), icon="list-ol", template="cms/blocks/steps.html")
    notice = NoticeBlock()
    links = blocks.ListBlock(LinkBlock(), icon="link", template="cms/blocks/links.html")
    picture = ImageBlock(icon="image", template="cms/blocks/picture.html")
