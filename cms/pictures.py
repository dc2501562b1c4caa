"""Pictures that people send: what is taken by a look at the head, and the one that is kept of it.

Pixels are counted before a picture is decoded: 350 kB may hold 100 million of them. Pillow's own guard
against that is an error, once `guard` was called.
"""

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TypeAlias

import filetype
from PIL import Image, ImageCms, ImageDraw, ImageFont, ImageOps, PngImagePlugin

from cms.errors import PictureError
from marketplace.core.errors import Problem, problem

Source: TypeAlias = "IO[bytes]"
#: Content types that are taken, and the one reader that each is opened with. SVG is a program, AVIF
#: and HEIC have young decoders; a telephone sends JPEG where these are asked for.
READERS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
#: `filetype` reads no further.
HEAD_BYTES = 8192
#: The longer side of what is kept, in pixels: twice the widest place that a page has for a picture.
MASTER_SIDE = 2_000
#: Of 100. Judgement: Pillow's guide calls 85 to 95 good, and bytes grow fast above 85.
QUALITY = 85
#: What Pillow's readers raise at bytes that are not what they seem.
UNREADABLE = (
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
NOTE_SIZE = (640, 360)
GREY, DARK = (232, 232, 232), (48, 48, 48)


@dataclass(frozen=True)
class Master:
    """The picture that is kept: its bytes without whatever was noted beside the pixels."""

    data: bytes
    ending: str


def guard(max_pixels: int) -> None:
    """Pillow opens nothing larger in this process, whoever asks: an error, not a warning."""
    Image.MAX_IMAGE_PIXELS = max_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def picture_problems(file: Source, size: int, max_bytes: int, max_pixels: int) -> list[Problem]:
    """Why a picture cannot be taken, by its size in bytes and its head. Decodes nothing."""
    if size > max_bytes:
        return [problem("picture_too_big", "file", most_bytes=max_bytes)]
    try:
        _opened(file, max_pixels)
    except PictureError as refused:
        return list(refused.problems)
    return []


def master_of(file: Source, max_pixels: int) -> Master:
    """Decodes a picture, turns it upright and writes it anew: bounded, in sRGB, without metadata.

    Of moving pictures the first frame. Raises PictureError.
    """
    opened = _opened(file, max_pixels)
    is_photo = opened.format in ("JPEG", "MPO")
    try:
        upright = _upright(opened)
        return _written(upright, "JPEG" if is_photo else "WEBP")
    except UNREADABLE as error:
        raise PictureError(problem("picture_unreadable", "file")) from error


def _opened(file: Source, max_pixels: int) -> Image.Image:
    """The head of a picture. Raises PictureError."""
    file.seek(0)
    reader = READERS.get(filetype.guess_mime(file.read(HEAD_BYTES)) or "")
    if reader is None:
        raise PictureError(problem("picture_unknown", "file"))
    file.seek(0)
    too_many = PictureError(problem("picture_too_many_pixels", "file", most_pixels=max_pixels))
    try:
        opened = Image.open(file, formats=[reader])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many from error
    except UNREADABLE as error:
        raise PictureError(problem("picture_unreadable", "file")) from error
    if opened.width * opened.height > max_pixels:
        raise too_many
    return opened


def _upright(opened: Image.Image) -> Image.Image:
    """Decoded, small enough, in RGB or RGBA, and with nothing but its pixels."""
    bound = (MASTER_SIDE, MASTER_SIDE)
    opened.draft(None, bound)
    profile = opened.info.get("icc_profile")
    whole = _in_colour(opened)
    whole.thumbnail(bound, Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(_in_srgb(whole, profile))
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.info = {}
    return upright


def _in_colour(opened: Image.Image) -> Image.Image:
    if opened.mode.startswith("I"):
        # Sixteen bits of grey: a conversion would cut them off, not scale them.
        return opened.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if opened.mode in ("P", "PA", "LA") or "transparency" in opened.info:
        return opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    return opened


def _in_srgb(whole: Image.Image, profile: bytes | None) -> Image.Image:
    """The same colours without a profile. One that does not fit, or is broken, is left out."""
    if not profile or whole.mode not in ("RGB", "RGBA", "CMYK"):
        return whole
    target = "RGBA" if whole.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(whole, source, srgb, outputMode=target)
    except (ImageCms.PyCMSError, *UNREADABLE):
        return whole
    return turned or whole


def _written(upright: Image.Image, kind: str) -> Master:
    body = BytesIO()
    if kind == "JPEG":
        upright.convert("RGB").save(body, kind, quality=QUALITY, optimize=True, progressive=True)
        return Master(body.getvalue(), "jpg")
    upright.save(body, kind, quality=QUALITY)
    return Master(body.getvalue(), "webp")


def note(words: str, of: str) -> bytes:
    """A small grey picture that says something, as PNG. Notes of different things differ in bytes."""
    sheet = Image.new("RGB", NOTE_SIZE, GREY)
    middle = (NOTE_SIZE[0] / 2, NOTE_SIZE[1] / 2)
    font = ImageFont.load_default(size=40)
    ImageDraw.Draw(sheet).text(middle, words, fill=DARK, font=font, anchor="mm", align="center")
    beside = PngImagePlugin.PngInfo()
    beside.add_text("of", of)
    body = BytesIO()
    sheet.save(body, "PNG", pnginfo=beside)
    return body.getvalue()
