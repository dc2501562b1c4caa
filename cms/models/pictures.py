"""What became of a picture that was sent."""

from datetime import datetime

from django.db import models
from wagtail.images import get_image_model_string

from marketplace.accreditation.models import private_storage

#: The folder of what waits, in the private store.
FOLDER = "pictures"
#: How the files begin that stand in a picture's place: none is ever taken for a picture.
NOTE = "in-its-place-"


class PicturePreparation(models.Model):
    """An image of Wagtail's on its way from what was sent to what is shown.

    While `original` names a file, the worker has to make the kept picture of it; then, until
    `prepared_at`, the sizes that pages show. With a code in `refused` it could not.
    """

    image = models.OneToOneField(
        get_image_model_string(), models.CASCADE, related_name="preparation"
    )
    original = models.FileField(storage=private_storage, upload_to=FOLDER, blank=True)
    prepared_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True
    )
    refused: "models.CharField[str, str]" = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cms_picture_is_one_thing",
                condition=models.Q(original="", refused="")
                | models.Q(prepared_at=None, refused="")
                | models.Q(prepared_at=None, original=""),
            )
        ]

    def __str__(self) -> str:
        return f"Picture {self.image_id}"
