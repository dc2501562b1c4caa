"""Reads a CSV list of locations from the register of the Care Quality Commission."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from marketplace.listings.imports.facts import ImportedListing, Refused
from marketplace.listings.rules import MOST_SUMMARY, MOST_TITLE, plain_text, shortened
from marketplace.suppliers.rules import (
    ADDRESS_LENGTH,
    NAME_LENGTH,
    PHONE_LENGTH,
    TOWN_LENGTH,
    WEBSITE_LENGTH,
    website_problems,
)

NEEDED = ["name", "cqc_id", "type", "address", "postcode", "provider", "lon", "lat"]
_ID = re.compile(r"^[A-Z0-9]{1,6}-?[A-Z0-9]{2,14}$")
_POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$")
_NOTHING = {"", "NA", "N/A", "NULL"}
#: Service types of the register: the kind of supplier, the one word for it, words that terms may have.
TYPES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "nursing homes": ("care_home", "nursing home", ("nursing home", "care home")),
    "residential homes": ("care_home", "residential home", ("residential home", "care home")),
    "homecare agencies": ("home_care", "home care agency", ("home care", "personal care")),
    "supported living": ("home_care", "supported living", ("supported living",)),
    "extra care housing": ("home_care", "extra care housing", ("extra care housing",)),
    "shared lives": ("home_care", "shared lives", ("shared lives",)),
}
#: Degrees within which England lies.
LATITUDES, LONGITUDES = (49.8, 55.9), (-6.5, 1.9)


class UnreadableFile(ValueError):
    """The file as a whole is not such a list. The message is a sentence."""


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8. Raises UnreadableFile."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"The file is not UTF-8 text: byte {error.start + 1} cannot be read. "
            "Save it as CSV UTF-8 and try again."
        ) from error


def read_cqc(content: bytes) -> Iterator[ImportedListing | Refused]:
    """Each row as a listing, or why it cannot be read. Raises UnreadableFile."""
    rows = csv.DictReader(io.StringIO(decoded(content), newline=""), strict=True)
    missing = [name for name in NEEDED if name not in (rows.fieldnames or [])]
    if missing:
        raise UnreadableFile(
            f"The first line must name the columns. These are missing: {', '.join(missing)}."
        )
    seen: dict[str, int] = {}
    try:
        for row in rows:
            yield _read_row(row, rows.line_num, seen)
    except csv.Error as error:
        raise UnreadableFile(f"Line {rows.line_num} is not proper CSV: {error}.") from error


def _read_row(row: dict[str, str], line: int, seen: dict[str, int]) -> ImportedListing | Refused:
    position = f"line {line}"
    if None in row or None in row.values():
        return Refused(position, "it has another number of columns than the first line")
    said = {key: _said(value) for key, value in row.items()}
    reference = said["cqc_id"]
    if not _ID.match(reference):
        return Refused(position, f"“{reference}” is not a CQC location id, like 1-466088203")
    if reference in seen:
        return Refused(position, f"it repeats {reference} of line {seen[reference]}", reference)
    seen[reference] = line
    problems = _problems(said)
    if problems:
        return Refused(position, "; ".join(problems), reference)
    return _listing(said, position)


def _said(value: str) -> str:
    text = value.strip()
    return "" if text.upper() in _NOTHING else text


def _problems(said: dict[str, str]) -> list[str]:
    problems = []
    if not said["name"]:
        problems.append("it has no name")
    if not said["provider"]:
        problems.append("it names no provider")
    if not _types(said):
        problems.append(f"“{said['type']}” is not a type of care that is listed here")
    if said["postcode"] and not _POSTCODE.match(said["postcode"].upper()):
        problems.append(f"“{said['postcode']}” is not a postcode")
    for name, (low, high) in (("lat", LATITUDES), ("lon", LONGITUDES)):
        if said[name] and not low <= _number(said[name]) <= high:
            problems.append(f"{name} “{said[name]}” is not a number of degrees in England")
    if bool(said["lat"]) != bool(said["lon"]):
        problems.append("it has only one of lat and lon")
    return problems


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("inf")


def _types(said: dict[str, str]) -> list[str]:
    named = [part.strip().lower() for part in said["type"].split("|")]
    return [name for name in named if name in TYPES]


def _listing(said: dict[str, str], position: str) -> ImportedListing:
    types = _types(said)
    parts = [part.strip() for part in said["address"].split(",") if part.strip()]
    town = parts[1] if len(parts) > 2 else (parts[-1] if parts else "")
    words = " and ".join(dict.fromkeys(TYPES[name][1] for name in types))
    hints = tuple(dict.fromkeys(word for name in types for word in TYPES[name][2]))
    return ImportedListing(
        reference=said["cqc_id"],
        supplier_reference=said["cqc_id"],
        position=position,
        supplier={
            "kind": TYPES[types[0]][0],
            "name": shortened(said["name"], NAME_LENGTH),
            "cqc_provider_name": shortened(said["provider"], NAME_LENGTH),
            "phone": _phone(said.get("telephone", "")),
            "website": _website(said.get("website", "")),
            "address": shortened(", ".join(parts), ADDRESS_LENGTH),
            "postcode": said["postcode"].upper(),
            "town": town[:TOWN_LENGTH],
            "latitude": float(said["lat"]) if said["lat"] else None,
            "longitude": float(said["lon"]) if said["lon"] else None,
        },
        words={
            "title": shortened(said["name"], MOST_TITLE),
            "summary": shortened(_summary(words, town, said["provider"]), MOST_SUMMARY),
            "description": _description(said),
        },
        hints={"category": hints, "area": tuple(parts[1:])},
    )


def _summary(words: str, town: str, provider: str) -> str:
    where = f" in {town}" if town else ""
    return f"{words[:1].upper()}{words[1:]}{where}, run by {provider}."


def _description(said: dict[str, str]) -> str:
    named = ", ".join(part.strip().lower() for part in said["type"].split("|"))
    lines = [
        f"Registered with the Care Quality Commission as location {said['cqc_id']}: {named}.",
    ]
    try:
        day = date.fromisoformat(said.get("inspection_date", ""))
        lines.append(f"The Commission last inspected it on {day.day} {day:%B %Y}.")
    except ValueError:
        lines.append("The register gives no date of an inspection.")
    return plain_text("\n\n".join(lines))


def _phone(text: str) -> str:
    """A spreadsheet eats the first zero of a number: give it back."""
    digits = re.sub(r"\D", "", text)
    return f"0{digits}" if len(digits) == 10 and digits[0] != "0" else text[:PHONE_LENGTH]


def _website(text: str) -> str:
    full = text if "://" in text or not text else f"https://{text}"
    return "" if len(full) > WEBSITE_LENGTH or website_problems(full) else full
