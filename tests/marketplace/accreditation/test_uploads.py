import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.accreditation.rules import (
    ACCEPTED_TYPES,
    FILE_NAME_LENGTH,
    EvidenceKind,
    clean_name,
    file_problems,
    missing_file_problems,
    type_of,
)
from tests.factories.accreditation import PDF, PNG

JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"", ""),
        (b"<html><script>alert(1)</script>", ""),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', ""),
        (b"<svg onload=alert(1)>", ""),
        (b"PK\x03\x04" + b"\x00" * 60, ""),
        (b"GIF89a" + b"\x00" * 60, ""),
        (b"MZ" + b"\x00" * 60, ""),
        (b"\n\n%PDF-1.7", ""),
    ],
)
def test_type_is_what_the_bytes_say(head, found):
    assert type_of(head) == found


@pytest.mark.parametrize(
    ("head", "size", "code"),
    [
        (b"", 0, "evidence_file_empty"),
        (PDF, 10_000_001, "evidence_file_too_big"),
        (b"<html>", 6, "evidence_file_unknown"),
    ],
)
def test_file_problems_when_it_cannot_be_taken_name_the_upload(head, size, code):
    (refusal,) = file_problems(head, size, 10_000_000)
    assert (refusal.code, refusal.field) == (code, "upload")


def test_file_of_just_the_size_allowed_is_taken():
    assert file_problems(PDF, 10_000_000, 10_000_000) == []


@pytest.mark.parametrize(
    ("kind", "has_file", "fine"),
    [
        (EvidenceKind.INSURANCE, True, True),
        (EvidenceKind.INSURANCE, False, False),
        (EvidenceKind.REFERENCE, True, True),
        (EvidenceKind.REFERENCE, False, True),
        (EvidenceKind.DBS_OUTCOME, True, False),
        (EvidenceKind.DBS_OUTCOME, False, True),
    ],
)
def test_a_copy_is_required_optional_or_never_by_kind(kind, has_file, fine):
    assert (missing_file_problems(kind, has_file) == []) is fine


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("insurance.pdf", "insurance.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\amara\cover.PDF", "cover.pdf"),
        ("scan.pdf.html", "scan.pdf.pdf"),
        ("photo\u202egnp.exe", "photognp.pdf"),
        ('a"b\r\nX-Evil: 1.pdf', "abX-Evil 1.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        ("Yswiriant Siân.pdf", "Yswiriant Siân.pdf"),
    ],
)
def test_clean_name_keeps_the_words_and_nothing_that_bites(name, kept):
    assert clean_name(name, "application/pdf") == kept


@given(st.text(), st.sampled_from(sorted(ACCEPTED_TYPES)))
def test_clean_name_is_always_a_short_plain_name_with_the_right_ending(name, content_type):
    kept = clean_name(name, content_type)
    assert len(kept) <= FILE_NAME_LENGTH
    assert kept.endswith(f".{ACCEPTED_TYPES[content_type]}")
    assert not set(kept) & set('/\\"\r\n\0<>:')
    assert not kept.startswith(".")
