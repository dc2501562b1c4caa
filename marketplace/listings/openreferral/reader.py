"""Reads ORUK 3.0 services from JSON: a page, one full service, a list, or a folder of such files."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from marketplace.listings.imports.facts import Refused
from marketplace.listings.openreferral.profile import Organization, Service, without_nulls

#: A page larger than this is not a page of services.
MOST_BYTES = 50_000_000
#: Members that only a service has: what is beside it in a feed, an organisation or a place, has none.
_ONLY_SERVICES = frozenset(
    {
        "status",
        "organization_id",
        "service_at_locations",
        "schedules",
        "service_areas",
        "cost_options",
        "fees",
        "accreditations",
        "assured_date",
        "assurer_email",
    }
)
_WORDS = {
    "missing": "it is missing",
    "string_type": "it must be text",
    "list_type": "it must be a list",
    "model_type": "it must be an object",
    "is_instance_of": "it must be a number",
    "int_type": "it must be a number",
    "string_pattern_mismatch": "it is none of the values that the profile allows",
}


@dataclass(frozen=True)
class ReadService:
    """A service that keeps to the profile, and where it was read."""

    service: Service
    position: str


@dataclass(frozen=True)
class NotServices:
    """A file that holds something else: taxonomies, organisations, a feed's own description."""

    name: str


def read_open_referral(path: Path) -> Iterator[ReadService | Refused | NotServices]:
    """Every service under a path, in the files' order by name. A single file must hold services."""
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield from read_file(file.read_bytes(), str(file.relative_to(path)))
        return
    for found in read_file(path.read_bytes(), path.name):
        if isinstance(found, NotServices):
            yield Refused(path.name, "no services were found in it")
        else:
            yield found


def read_file(content: bytes, name: str) -> Iterator[ReadService | Refused | NotServices]:
    """The services of one JSON text."""
    if len(content) > MOST_BYTES:
        yield Refused(name, f"it is larger than {MOST_BYTES // 1_000_000} MB")
        return
    try:
        value = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        yield Refused(name, f"it is not UTF-8 text: byte {error.start + 1} cannot be read")
    except json.JSONDecodeError as error:
        yield Refused(
            f"{name}, line {error.lineno}, column {error.colno}", f"it is not JSON: {error.msg}"
        )
    except RecursionError:
        yield Refused(name, "it is nested too deep")
    else:
        yield from _read_value(value, name)


def _read_value(value: Any, name: str) -> Iterator[ReadService | Refused | NotServices]:
    items, prefix = _items(value)
    if not any(_is_service(item) for item in items):
        yield NotServices(name)
        return
    for index, item in enumerate(items):
        where = f"{prefix}[{index}]" if prefix else "$"
        yield _read_item(item, name, where)


def _items(value: Any) -> tuple[Sequence[Any], str]:
    """The things that a JSON text has, and the path at which they are."""
    if isinstance(value, list):
        return value, "$"
    if isinstance(value, dict):
        for member in ("contents", "content"):
            if isinstance(value.get(member), list):
                return value[member], f"$.{member}"
        return [value], ""
    return [], "$"


def _is_service(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and bool(_ONLY_SERVICES & item.keys())
        and "location" not in item
        and "id" in item
    )


def _read_item(item: Any, name: str, where: str) -> ReadService | Refused:
    position = f"{name}, {where}"
    if not isinstance(item, dict):
        return Refused(position, "it is not a service")
    try:
        return ReadService(Service.model_validate(without_nulls(item)), position)
    except ValidationError as error:
        reasons = [_reason(problem) for problem in error.errors()]
        reference = item.get("id")
        return Refused(
            position, "; ".join(reasons), reference if isinstance(reference, str) else ""
        )


def _reason(problem: Any) -> str:
    """One fault as "email: “x” is not an e-mail address", with the path below the service."""
    path = "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}"
        for part in problem["loc"]
        if part not in ("int", "decimal")
    ).lstrip(".")
    words = _WORDS.get(problem["type"]) or problem["msg"].removeprefix("Value error, ")
    return f"{path}: {words}" if path else words


def organizations_of(read: Sequence[ReadService]) -> dict[str, Organization]:
    """The organisations that any of these services holds, by id."""
    return {
        r.service.organization.id: r.service.organization for r in read if r.service.organization
    }
