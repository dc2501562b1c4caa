"""A council's pages and its editor."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from cms.actions import set_up_site
from cms.pictures import Master, note
from cms.queries import SIZES
from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples


def make(side: Side) -> None:
    """The site; called again for the council's other side, it lets that one's editor in."""
    site = set_up_site(by=side.machine(), authority=side.council)
    file = ContentFile(note("Sample", side.name), "sample.png")
    image = get_image_model().objects.create(title="Sample", file=file, collection=site.collection)
    # As the worker leaves a picture: with the sizes that pages and lists show.
    for size in SIZES:
        image.renditions.create(
            filter_spec=size,
            focal_point_key="",
            file=ContentFile(note("Sample", size), "sample.png"),
        )
    side.rows["picture"] = image


def _picture(side: Side, **more: Any) -> dict[str, Any]:
    """A picture whose file is none: nothing is read, nothing is removed."""
    return {"image_id": side.rows["picture"].pk, **more}


def _editor(side: Side) -> dict[str, Any]:
    return {"authority": side.council, "user": side.users[Role.EDITOR]}


SAMPLES = Samples(
    make=make,
    calls={
        "start_pages": lambda side: {"authority": side.council},
        "set_editor": _editor,
        "set_up_site": lambda side: {"authority": side.council},
        "follow_editors": lambda side: {"authority_id": side.council.pk, "user_ids": []},
        "follow_hosts": lambda side: {"authority_id": side.council.pk},
        "keep_picture": lambda side: _picture(side, original="pictures/sample"),
        "put_picture": lambda side: _picture(
            side, original="pictures/sample", master=Master(b"", "jpg")
        ),
        "refuse_picture": lambda side: _picture(
            side, original="pictures/sample", code="picture_unreadable", note=b""
        ),
        "show_picture": _picture,
    },
    for_council=frozenset(
        {
            "set_editor",
            "follow_editors",
            "follow_hosts",
            "set_up_site",
            "keep_picture",
            "put_picture",
            "refuse_picture",
            "show_picture",
        }
    ),
)
