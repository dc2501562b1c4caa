"""A document is what its bytes say, and is saved, never opened at our address."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model

from cms.documents import TYPES
from cms.models import CouncilSite

pytestmark = pytest.mark.pages

PDF = b"%PDF-1.4\n%\xe2\xe3\n1 0 obj<<>>endobj\ntrailer<<>>\n"
HTML = b"<!doctype html><script>alert(1)</script>"
NONE_OF_THEM = "This file is not a PDF, a Word document (.docx) or an OpenDocument text (.odt)."


def packed(**parts: bytes) -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return body.getvalue()


DOCX = packed(**{"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"})
ODT = packed(mimetype=TYPES["odt"].encode(), **{"content.xml": b"<a/>"})


def send(admin: Client, site: CouncilSite, name: str, data: bytes) -> Any:
    fields = {"title": "Leaflet", "collection": site.collection_id}
    file = SimpleUploadedFile(name, data, "application/pdf")
    return admin.post(reverse("wagtaildocs:add"), {**fields, "file": file})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("leaflet.pdf", HTML),
        ("leaflet.pdf", b"\n" + HTML + PDF),
        ("leaflet.pdf", b"MZ\x90\0"),
        ("letter.docx", packed(**{"evil.exe": b"MZ"})),
        ("letter.docx", DOCX[:60]),
        ("letter.docx", b"PK\x03\x04" + bytes(500)),
        ("letter.odt", packed(mimetype=b"application/zip")),
        ("letter.odt", packed(mimetype=b"\xff" * 10)),
    ],
    # A package holds the second in which it was made: no name for a test.
    ids=["html", "html before", "program", "other", "cut", "empty", "other kind", "no kind"],
)
def test_document_when_its_content_is_another_is_refused_at_the_field(
    admin: Client, site: CouncilSite, name: str, data: bytes
) -> None:
    answer = send(admin, site, name, data)
    assert NONE_OF_THEM in str(answer.context["form"].errors["file"])
    file = SimpleUploadedFile(name, data)
    fields = {"title": "Leaflet", "files[]": file, "collection": site.collection_id}
    several = admin.post(reverse("wagtaildocs:add_multiple"), fields).json()
    assert NONE_OF_THEM in several["error_message"]
    assert not get_document_model().objects.exists()


def test_document_when_misnamed_is_told_what_it_is(admin: Client, site: CouncilSite) -> None:
    answer = send(admin, site, "letter.pdf", DOCX)
    assert "This file is a Word document" in str(answer.context["form"].errors["file"])
    assert "ends in .docx" in str(answer.context["form"].errors["file"])


@pytest.mark.parametrize(
    ("name", "data"),
    [("leaflet.pdf", PDF), ("letter.DOCX", DOCX), ("letter.odt", ODT)],
    ids=["pdf", "docx", "odt"],
)
def test_document_is_sent_to_be_saved_and_nothing_else(
    admin: Client, site: CouncilSite, name: str, data: bytes
) -> None:
    assert send(admin, site, name, data).status_code == 302
    document = get_document_model().objects.get()
    answer = Client().get(document.url)
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Type"] == TYPES[name.rpartition(".")[2].lower()]
    assert answer["Content-Disposition"] == f'attachment; filename="{document.filename}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer.get("Content-Encoding") is None
    again = Client().get(document.url, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_document_when_only_its_title_changes_is_not_looked_at_again(
    admin: Client, site: CouncilSite
) -> None:
    send(admin, site, "leaflet.pdf", PDF)
    document = get_document_model().objects.get()
    fields = {"title": "New name", "collection": site.collection_id}
    admin.post(reverse("wagtaildocs:edit", args=[document.pk]), fields)
    assert get_document_model().objects.get().title == "New name"


def test_document_when_its_file_is_gone_is_not_found(admin: Client, site: CouncilSite) -> None:
    send(admin, site, "leaflet.pdf", PDF)
    document = get_document_model().objects.get()
    default_storage.delete(document.file.name)
    assert Client().get(document.url).status_code == 404


def test_document_with_a_mistake_elsewhere_is_asked_for_again_and_kept_nowhere(
    admin: Client, site: CouncilSite
) -> None:
    file = SimpleUploadedFile("leaflet.pdf", PDF)
    fields = {"title": "x" * 300, "files[]": file, "collection": site.collection_id}
    answer = admin.post(reverse("wagtaildocs:add_multiple"), fields).json()
    assert "Choose the file again." in answer["error_message"]


def test_link_elsewhere_without_an_address_is_a_bad_request(
    admin: Client, site: CouncilSite
) -> None:
    address = reverse("wagtailadmin_choose_page_external_link")
    assert admin.post(address).status_code == 400
    empty = admin.post(address, {"external-link-chooser-url": ""})
    assert (empty.status_code, empty.json()["step"]) == (200, "external_link")
    full = admin.post(address, {"external-link-chooser-url": "https://elsewhere.example/"})
    assert full.json()["step"] == "external_link_chosen"
