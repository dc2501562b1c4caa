"""What the worker does for the editors: pages by the clock, pictures as they come."""

import logging
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django_tasks import task
from wagtail.images.models import SourceImageIOError

from cms.actions import follow_editors, keep_picture, put_picture, refuse_picture, show_picture
from cms.errors import PictureError
from cms.models import FOLDER
from cms.pictures import Master, master_of, note
from cms.queries import SIZES, ever_editors, image_numbered, preparation_of, unprepared_images
from cms.rules import MAY_EDIT_PAGES
from cms.wording import NOT_USABLE
from marketplace.accounts.queries import councils
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.job_queue import NIGHTLY, schedule

logger = logging.getLogger("handrail.pictures")
EDITORS = SystemActor("cms_editors", frozenset({MAY_EDIT_PAGES}))
PICTURES = SystemActor("cms_pictures", frozenset({MAY_EDIT_PAGES}))


@schedule(every=timedelta(minutes=5))
@task()
def publish_on_time() -> None:
    """Publish what an editor gave a time that has come, take down what is over. Safe to repeat."""
    call_command("publish_scheduled")


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def follow_editors_by_day() -> None:
    """Let in whose role as editor begins today, and out whose ended. Safe to repeat."""
    for council in councils():
        by = Viewer.machine(EDITORS, now(), council)
        user_ids = ever_editors(council.pk)
        follow_editors(by=by, authority_id=council.pk, user_ids=user_ids)


@task()
def prepare_picture(image_id: int) -> None:
    """Make the kept picture of what was sent, and every size of it. Safe to repeat."""
    found = preparation_of(image_id)
    if found is None or found.refused or found.prepared_at:
        return
    by = Viewer.machine(PICTURES, now())
    if found.original and not _put(by, image_id, found.original.name):
        return
    image = image_numbered(image_id)
    for size in SIZES:
        image.get_rendition(size)
    show_picture(by=by, image_id=image_id)


def _put(by: Viewer, image_id: int, original: str) -> bool:
    """Whether a picture can go on to its sizes."""
    try:
        master = _read(original)
    except PictureError as refused:
        said = note(NOT_USABLE, original)
        code = refused.codes[0]
        refuse_picture(by=by, image_id=image_id, original=original, code=code, note=said)
        return False
    return put_picture(by=by, image_id=image_id, original=original, master=master)


def _read(original: str) -> Master:
    with storages["private"].open(original) as file:
        return master_of(file, settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)


@schedule(every=timedelta(hours=1))
@task()
def take_up_pictures() -> None:
    """Prepare the pictures that an older release took without looking. Safe to repeat."""
    by = Viewer.machine(PICTURES, now())
    for image_id in unprepared_images():
        image = image_numbered(image_id)
        try:
            with image.open_file() as file:
                original = storages["private"].save(f"{FOLDER}/{uuid4()}", file)
        except SourceImageIOError:
            logger.warning("image %s has no file", image_id)
            continue
        keep_picture(by=by, image_id=image_id, original=original)
        prepare_picture.enqueue(image_id)
