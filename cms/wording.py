"""The sentence for each refusal, and what is said of a picture on its way."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.rooms import Sentence

#: What stands in a picture's place in the editor's lists, and beside its file.
PREPARING, NOT_USABLE = "Being prepared", "Could not be used.\nChoose another."
PREPARING_HELP = "This picture is being prepared. Pages show its description until it is ready, which usually takes a minute."
CHOOSE_AGAIN = (
    "Choose the file again. Something else on this form was not right, so it was not kept."
)
DOCUMENT_KINDS = {"pdf": "a PDF", "docx": "a Word document", "odt": "an OpenDocument text"}


def picture_help(most_bytes: int, most_pixels: int) -> str:
    """What kind of file is asked for."""
    return (
        f"A JPEG, PNG, WebP or GIF picture of at most {most_bytes / 1e6:g} MB"
        f" and {most_pixels / 1e6:g} million pixels. Of a moving picture, the first frame is shown."
    )


def _too_big(facts: Mapping[str, Any]) -> str:
    return f"This file is too big. Choose a picture of at most {facts['most_bytes'] / 1e6:g} MB."


def _too_many_pixels(facts: Mapping[str, Any]) -> str:
    most = facts["most_pixels"]
    side = int(most**0.5)
    return (
        f"This picture has too many pixels. Choose a picture of at most {most / 1e6:g} million pixels,"
        f" as {side:,} by {side:,}."
    )


def _misnamed(facts: Mapping[str, Any]) -> str:
    kind = facts["kind"]
    return (
        f"This file is {DOCUMENT_KINDS[kind]}, but its name says something else."
        f" Give it a name that ends in .{kind}, then choose it again."
    )


SENTENCES: dict[str, Sentence] = {
    "page_review_not_ahead": "The day to check this page by must be in the future.",
    "picture_too_big": _too_big,
    "picture_too_many_pixels": _too_many_pixels,
    "picture_unknown": "This file is not a picture that we can use. Choose a JPEG, PNG, WebP or GIF picture.",
    "picture_unreadable": "This picture is damaged or cut short. Save it anew or choose another.",
    "document_unknown": "This file is not a PDF, a Word document (.docx) or an OpenDocument text (.odt)."
    " Choose one that is.",
    "document_misnamed": _misnamed,
    "pages_without_host": "{council} has no host name. Add one, then set up its pages.",
}
