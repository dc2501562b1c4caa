"""Pictures of the pages are public; what lies beside them is not reached by its place."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.accounts import make_authority

pytestmark = [pytest.mark.django_db, pytest.mark.pages]


@pytest.fixture
def files() -> Path:
    make_authority()
    root = Path(settings.MEDIA_ROOT)
    for folder in ("images", "documents", "original_images"):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / "x.png").write_bytes(b"\x89PNG")
    return root


def test_picture_when_cut_for_a_page_is_served(client: Client, files: Path) -> None:
    response = client.get("/media/images/x.png")
    assert b"".join(response.streaming_content) == b"\x89PNG"  # type: ignore[attr-defined]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "documents/x.png",
        "original_images/x.png",
        "images/../documents/x.png",
        "images/./../documents/x.png",
        "images/../../private/x.png",
        "images//../documents/x.png",
        "/etc/passwd",
        "images/",
        "images/%00",
    ],
)
def test_file_when_it_is_no_such_picture_is_not_found(
    client: Client, files: Path, path: str
) -> None:
    assert client.get(f"/media/{path}").status_code == 404
