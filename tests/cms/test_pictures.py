"""A picture is looked at before it is decoded, decoded by the worker, and shown when it is ready."""

import json
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse
from PIL import Image, ImageFile, PngImagePlugin
from wagtail.images import get_image_model

from cms.errors import PictureError
from cms.jobs import prepare_picture, take_up_pictures
from cms.models import CouncilSite, PicturePreparation
from cms.pictures import MASTER_SIDE, master_of, picture_problems
from cms.queries import SIZES
from marketplace.core.models import AuditEvent
from tests.factories.cms import make_information_page

pytestmark = pytest.mark.pages

MOST = 25_000_000
TOO_MANY = "at most 25 million pixels"
DAMAGED = "This picture is damaged or cut short."
NO_PICTURE = "This file is not a picture that we can use."
GPS = {0x8825: {1: "N", 2: (51.0, 30.0, 12.0)}}


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes = b"", beside: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", rows or zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + beside + body


def black(width: int, height: int) -> bytes:
    squeeze = zlib.compressobj(9)
    row = bytes(1 + 3 * width)
    return b"".join([*(squeeze.compress(row) for _ in range(height)), squeeze.flush()])


def saved(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **how: Any) -> bytes:
    body = BytesIO()
    Image.new(mode, size, how.pop("colour", None) or 0).save(body, kind, **how)
    return body.getvalue()


def gif_claiming(width: int, height: int) -> bytes:
    whole = bytearray(saved("GIF"))
    whole[6:10] = struct.pack("<HH", width, height)
    return bytes(whole)


def webp_claiming(width: int, height: int, frames: int = 0) -> bytes:
    """An extended WebP whose canvas is as large as it says, with so many frames of one pixel."""
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    parts = b"VP8X" + struct.pack("<I", 10) + bytes([2 if frames else 0, 0, 0, 0]) + canvas
    still = saved("WEBP", (2, 2))[12:]
    if frames:
        parts += b"ANIM" + struct.pack("<I", 6) + bytes(6)
        frame = bytes(6) + b"\x01\0\0" * 2 + bytes(4) + still
        parts += (b"ANMF" + struct.pack("<I", len(frame)) + frame) * frames
    else:
        parts += still
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts


def moving_gif(frames: int) -> bytes:
    body = BytesIO()
    pages = [Image.new("P", (40, 40), n % 2) for n in range(frames)]
    pages[0].save(body, "GIF", save_all=True, append_images=pages[1:])
    return body.getvalue()


REFUSED = {
    "claims-60000.png": (png(60_000, 60_000), TOO_MANY),
    "just-over.png": (png(5_000, 5_001), TOO_MANY),
    "over-twice.png": (png(10_000, 5_001), TOO_MANY),
    "claims.gif": (gif_claiming(65_535, 65_535), TOO_MANY),
    "claims.webp": (webp_claiming(16_383, 16_383), TOO_MANY),
    "frames.webp": (webp_claiming(16_383, 16_383, frames=200), TOO_MANY),
    "broken.webp": (b"RIFF\0\0\0\0WEBPVP8 ", DAMAGED),
    "head-only.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", DAMAGED),
    "text-bomb.png": (
        png(4, 4, beside=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2_000_000)))),
        DAMAGED,
    ),
    "no-head.png": (b"\x89PNG\r\n\x1a\n", DAMAGED),
    "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_PICTURE),
    "drawing.png": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_PICTURE),
    "photo.avif": (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", NO_PICTURE),
    "photo.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", NO_PICTURE),
    "scan.bmp": (saved("BMP"), NO_PICTURE),
    "scan.tiff": (saved("TIFF"), NO_PICTURE),
    "page.jpg": (b"<!doctype html><script>alert(1)</script>", NO_PICTURE),
}


@pytest.fixture
def _nothing_decodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoding is the worker's: in a request it fails, but for our own notes."""
    decode = ImageFile.ImageFile.load

    def load(self: Any) -> Any:
        assert self.width * self.height <= 640 * 360, "A picture was decoded in a request."
        return decode(self)

    monkeypatch.setattr(ImageFile.ImageFile, "load", load)


def send(admin: Client, site: CouncilSite, name: str, data: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile(name, data, "image/png")
    fields = {"title": "Ramp", "file": file, "collection": site.collection_id, **more}
    return admin.post(reverse("wagtailimages:add"), fields)


def send_several(admin: Client, site: CouncilSite, name: str, data: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile(name, data, "image/png")
    fields = {"title": "Ramp", "files[]": file, "collection": site.collection_id, **more}
    return admin.post(reverse("wagtailimages:add_multiple"), fields)


def work() -> None:
    """The worker, and what it does when its transactions are committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("work", "--once")


def the_picture() -> Any:
    return get_image_model().objects.get()


def page_with(site: CouncilSite, image: Any) -> str:
    value = {"image": image.pk, "alt_text": "A ramp at the door", "decorative": False}
    body = json.dumps([{"type": "picture", "value": value}])
    page = make_information_page(site, body=body)
    return str(page.get_url_parts()[2])


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.usefixtures("_nothing_decodes")
def test_picture_when_refused_says_why_at_the_field(
    admin: Client, site: CouncilSite, name: str
) -> None:
    data, sentence = REFUSED[name]
    alone = send(admin, site, name, data)
    assert alone.status_code == 200
    assert sentence in str(alone.context["form"].errors["file"])
    assert sentence in send_several(admin, site, name, data).json()["error_message"]
    assert not get_image_model().objects.exists()
    assert not PicturePreparation.objects.exists()


@pytest.mark.parametrize("side", [11_000, 15_000])
@pytest.mark.usefixtures("_nothing_decodes")
def test_picture_when_small_on_the_wire_and_large_in_memory_is_refused(
    admin: Client, site: CouncilSite, side: int
) -> None:
    answer = send(admin, site, "black.png", png(side, side, black(side, side)))
    assert TOO_MANY in str(answer.context["form"].errors["file"])


def test_picture_when_too_big_says_the_limit(settings: Any, admin: Client, site: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1_000_000
    answer = send(admin, site, "a.png", saved("PNG") + bytes(1_000_000))
    assert "Choose a picture of at most 1 MB." in str(answer.context["form"].errors["file"])


def test_picture_at_the_limit_is_taken() -> None:
    assert picture_problems(BytesIO(png(5_000, 5_000)), 100, 100, MOST) == []
    assert picture_problems(BytesIO(png(5_000, 5_001)), 100, 100, MOST)[0].code == (
        "picture_too_many_pixels"
    )


def test_guard_of_pillow_when_a_picture_is_too_large_is_an_error() -> None:
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS == Image.MAX_IMAGE_PIXELS == MOST


@pytest.mark.usefixtures("_nothing_decodes")
@pytest.mark.parametrize("way", [send, send_several])
def test_picture_when_sent_waits_in_private_and_no_request_decodes_it(
    admin: Client, site: CouncilSite, way: Any
) -> None:
    sent = saved("JPEG", (3_000, 2_000))
    way(admin, site, "ramp.jpg", sent)
    image = the_picture()
    found = image.preparation
    with found.original.open() as waiting:
        assert waiting.read() == sent
    assert found.original.name.startswith("pictures/")
    assert (found.prepared_at, found.refused, image.width) == (None, "", 640)
    assert "Being prepared" not in image.file.name
    assert admin.get(reverse("wagtailimages:index")).status_code == 200
    edit = admin.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
    assert "This picture is being prepared." in edit
    assert AuditEvent.objects.get(event="cms.picture_sent").by_user_id


def test_page_before_and_after_the_worker_shows_words_then_the_picture(
    admin: Client, site: CouncilSite
) -> None:
    send(admin, site, "ramp.jpg", saved("JPEG", (3_000, 2_000), exif=_exif(), comment=b"my home"))
    image = the_picture()
    address = page_with(site, image)
    before = Client().get(address).content.decode()
    assert "Picture: A ramp at the door" in before
    assert "<img" not in before.partition("<figure>")[2].partition("</figure>")[0]
    waiting, note = image.preparation.original.name, image.file.name

    work()

    after = Client().get(address).content.decode()
    assert 'alt="A ramp at the door"' in after
    assert "Picture: A ramp" not in after
    image = the_picture()
    assert (image.width, image.height) == (MASTER_SIDE, 1_333)
    assert set(image.renditions.values_list("filter_spec", flat=True)) == set(SIZES)
    kept = image.file.read()
    assert not Image.open(BytesIO(kept)).getexif()
    assert b"my home" not in kept
    assert not storages["private"].exists(waiting)
    assert not image.file.storage.exists(note)
    for rendition in image.renditions.all():
        assert not Image.open(BytesIO(rendition.file.read())).getexif()


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "A telephone"
    exif.get_ifd(0x8825).update(GPS[0x8825])
    return exif.tobytes()


def test_picture_when_its_bytes_are_cut_short_says_so_in_its_place(
    admin: Client, site: CouncilSite
) -> None:
    whole = saved("JPEG", (800, 600), quality=95)
    send(admin, site, "cut.jpg", whole[: len(whole) // 2])
    image = the_picture()
    waiting = image.preparation.original.name
    address = page_with(site, image)
    work()
    assert the_picture().preparation.refused == "picture_unreadable"
    assert not storages["private"].exists(waiting)
    edit = admin.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
    assert DAMAGED in edit
    assert "Picture: A ramp at the door" in Client().get(address).content.decode()
    _replace(admin, image, saved("PNG"))
    work()
    assert the_picture().preparation.prepared_at is not None


def _replace(admin: Client, image: Any, data: bytes) -> None:
    fields = {"title": "Ramp", "collection": image.collection_id}
    file = SimpleUploadedFile("new.png", data, "image/png")
    answer = admin.post(reverse("wagtailimages:edit", args=[image.pk]), {**fields, "file": file})
    assert answer.status_code == 302


def test_job_when_another_was_sent_meanwhile_leaves_that_one_to_its_own(
    admin: Client, site: CouncilSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(admin, site, "ramp.png", saved("PNG", (50, 50)))
    image = the_picture()
    first = image.preparation.original.name

    def slowly(file: Any, most: int) -> Any:
        made = master_of(file, most)
        _replace(admin, image, saved("PNG", (70, 70)))
        return made

    with monkeypatch.context() as patched, TestCase.captureOnCommitCallbacks(execute=True):
        patched.setattr("cms.jobs.master_of", slowly)
        prepare_picture.func(image.pk)
    again = the_picture()
    assert again.preparation.prepared_at is None
    assert again.preparation.original.name not in ("", first)
    assert not storages["private"].exists(first)
    work()
    assert the_picture().width == 70


def test_job_when_run_again_changes_nothing(admin: Client, site: CouncilSite) -> None:
    send(admin, site, "ramp.png", saved("PNG"))
    work()
    before = the_picture().file.name
    prepare_picture.func(the_picture().pk)
    assert the_picture().file.name == before
    assert AuditEvent.objects.filter(event="cms.picture_shown").count() == 1


def test_job_when_cut_off_before_the_sizes_goes_on_with_them(
    admin: Client, site: CouncilSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(admin, site, "ramp.png", saved("PNG"))
    model = get_image_model()

    def killed(self: Any, size: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(model, "get_rendition", killed)
        prepare_picture.func(the_picture().pk)
    address = page_with(site, the_picture())
    assert "Picture: A ramp at the door" in Client().get(address).content.decode()
    prepare_picture.func(the_picture().pk)
    assert "<img" in Client().get(address).content.decode()


def test_job_when_the_picture_was_deleted_does_nothing(admin: Client, site: CouncilSite) -> None:
    send(admin, site, "ramp.png", saved("PNG"))
    pk = the_picture().pk
    the_picture().delete()
    prepare_picture.func(pk)


def _old_picture(site: CouncilSite, data: bytes) -> Any:
    file = ContentFile(data, "old.jpg")
    return get_image_model().objects.create(title="Old", file=file, collection=site.collection)


def test_pictures_of_an_older_release_are_taken_up(site: CouncilSite) -> None:
    image = _old_picture(site, saved("JPEG", (2_400, 100), exif=_exif()))
    raw = image.file.name
    address = page_with(site, image)
    assert "<img" not in Client().get(address).content.decode().partition("<figure>")[2]
    take_up_pictures.func()
    take_up_pictures.func()
    work()
    image = the_picture()
    assert (image.width, image.preparation.prepared_at is not None) == (MASTER_SIDE, True)
    assert not image.file.storage.exists(raw)


def test_picture_of_an_older_release_without_its_file_is_passed_over(site: CouncilSite) -> None:
    image = _old_picture(site, saved("JPEG"))
    image.file.storage.delete(image.file.name)
    take_up_pictures.func()
    assert not PicturePreparation.objects.exists()


def test_same_picture_sent_twice_is_found_to_be_the_same(admin: Client, site: CouncilSite) -> None:
    data = saved("PNG")
    send_several(admin, site, "ramp.png", data)
    work()
    assert send_several(admin, site, "again.png", data).json()["duplicate"]
    other = saved("PNG", (9, 9))
    assert not send_several(admin, site, "other.png", other).json()["duplicate"]


def test_file_with_a_mistake_elsewhere_is_asked_for_again_and_kept_nowhere(
    admin: Client, site: CouncilSite
) -> None:
    answer = send_several(admin, site, "ramp.png", saved("PNG"), title="x" * 300)
    assert "Choose the file again." in answer.json()["error_message"]
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize(
    ("data", "kind", "mode"),
    [
        (saved("PNG", mode="RGBA"), "WEBP", "RGBA"),
        (saved("PNG", mode="I;16"), "WEBP", "RGB"),
        (saved("PNG", mode="P"), "WEBP", "RGB"),
        (saved("PNG", mode="1"), "WEBP", "RGB"),
        (saved("PNG", mode="LA"), "WEBP", "RGBA"),
        (saved("GIF", mode="P", transparency=0), "WEBP", "RGBA"),
        (saved("JPEG", mode="CMYK"), "JPEG", "RGB"),
        (saved("JPEG", mode="L"), "JPEG", "RGB"),
        (saved("JPEG", icc_profile=b"x" * 60_000), "JPEG", "RGB"),
        (saved("WEBP", mode="RGBA"), "WEBP", "RGBA"),
        (moving_gif(300), "WEBP", "RGB"),
        (webp_claiming(40, 40, frames=300), "WEBP", "RGB"),
    ],
)
def test_picture_of_each_kind_is_written_anew(data: bytes, kind: str, mode: str) -> None:
    kept = Image.open(BytesIO(master_of(BytesIO(data), MOST).data))
    assert (kept.format, kept.mode) == (kind, mode)
    assert getattr(kept, "n_frames", 1) == 1
    assert "icc_profile" not in kept.info


def test_picture_when_turned_by_its_notes_is_turned_in_its_pixels() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = master_of(BytesIO(saved("JPEG", (60, 40), exif=exif.tobytes())), MOST)
    assert Image.open(BytesIO(kept.data)).size == (40, 60)


def test_picture_when_notes_stand_beside_it_loses_them() -> None:
    beside = PngImagePlugin.PngInfo()
    beside.add_itxt("XML:com.adobe.xmp", "<x>51.5 north</x>")
    beside.add_text("Author", "Jo")
    kept = master_of(BytesIO(saved("PNG", pnginfo=beside, exif=_exif())), MOST).data
    assert not any(word in kept for word in (b"51.5", b"Jo", b"EXIF", b"XMP "))


def test_picture_when_it_is_noise_stays_bounded() -> None:
    noise = Image.effect_noise((2_500, 2_500), 200)
    body = BytesIO()
    noise.save(body, "PNG")
    kept = master_of(body, MOST)
    assert Image.open(BytesIO(kept.data)).size == (MASTER_SIDE, MASTER_SIDE)
    assert len(kept.data) < 4_000_000


@pytest.mark.parametrize(
    "data",
    [
        png(4_000, 4_000),
        gif_claiming(4_000, 4_000)[:40],
        saved("WEBP", (800, 800), colour=9)[:60],
    ],
)
def test_picture_when_only_its_head_is_right_is_refused_by_the_worker(data: bytes) -> None:
    with pytest.raises(PictureError) as refused:
        master_of(BytesIO(data), MOST)
    assert refused.value.codes == ["picture_unreadable"]
