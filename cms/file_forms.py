"""Images and documents are asked for without tags: tags are one list for every council.

A picture's head is looked at and the file put aside, closed to everybody, for the worker to decode.
"""

import hashlib
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.forms import FileField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.documents import document_problems
from cms.models import FOLDER, NOTE
from cms.pictures import READERS, note, picture_problems
from cms.queries import preparation_of
from cms.wording import CHOOSE_AGAIN, PREPARING, PREPARING_HELP, picture_help
from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of


class NoteInItsPlace(ContentFile):
    """What stands for a picture until the worker has prepared the one that was `sent`."""

    def __init__(self, sent: "File[bytes]") -> None:
        self.sent = sent
        # Two files of the same bytes have the same note, so that Wagtail still finds duplicates.
        found = hashlib.sha256()
        for chunk in sent.chunks():
            found.update(chunk)
        super().__init__(note(PREPARING, found.hexdigest()), f"{NOTE}{uuid4()}.png")


class PictureField(WagtailImageField):
    """Wagtail's own decodes a picture before it counts the pixels."""

    default_validators: list[Any] = []

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = (
            settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
            settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS,
        )
        self.help_text = picture_help(*self.most)

    def to_python(self, data: Any) -> Any:
        sent = FileField.to_python(self, data)
        if sent is None:
            return None
        problems = picture_problems(sent, sent.size, *self.most)
        if problems:
            raise ValidationError([sentence_of(one) for one in problems])
        return NoteInItsPlace(sent)

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        return {**FileField.widget_attrs(self, widget), "accept": ",".join(READERS)}


def ask_for_file_again(form: Any) -> None:
    """A file that came with a mistake elsewhere is not kept: Wagtail would keep it unlooked at."""
    if form.errors and form.files and "file" in form.fields and "file" not in form.errors:
        form.add_error("file", CHOOSE_AGAIN)


class CouncilImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)
        asked = self.fields.get("file")
        if asked is not None:
            kept = {"label": asked.label, "required": asked.required, "widget": asked.widget}
            self.fields["file"] = PictureField(**kept)
            self.fields["file"].help_text += self._what_became()

    def _what_became(self) -> str:
        """A word about the picture that was sent before, where it is not shown."""
        before = preparation_of(self.instance.pk) if self.instance.pk else None
        if before is None or before.prepared_at:
            return ""
        limit = {"most_pixels": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS}
        return " " + (
            sentence_of(problem(before.refused, "file", **limit))
            if before.refused
            else PREPARING_HELP
        )

    def full_clean(self) -> None:
        super().full_clean()
        ask_for_file_again(self)

    def save(self, commit: bool = True) -> Any:
        if "file" in self.changed_data:
            sent = self.cleaned_data["file"].sent
            sent.seek(0)
            # Who is told of the saved row, receivers.on_image_saved, has the worker take it up.
            self.instance.put_aside = storages["private"].save(f"{FOLDER}/{uuid4()}", sent)
        return super().save(commit=commit)


class CouncilDocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            problems = document_problems(file, file.name)
            if problems:
                raise ValidationError([sentence_of(one) for one in problems])
        return file

    def full_clean(self) -> None:
        super().full_clean()
        ask_for_file_again(self)
