"""The ORUK 3.0 profile of a service as types: required fields, formats and enumerations.

Strict as the profile's JSON Schema is: a number in quotes or a tick where text belongs is refused.
Fields beyond the profile are allowed and kept. A null counts as left out.
"""

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
_EMAIL = re.compile(r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")


def _uuid(text: str) -> str:
    if not _UUID.match(text):
        raise ValueError(f"“{text}” is not a UUID")
    return text.lower()


def _email(text: str) -> str:
    if not _EMAIL.match(text):
        raise ValueError(f"“{text}” is not an e-mail address")
    return text


def _uri(text: str) -> str:
    parts = urlsplit(text)
    if not parts.scheme or not (parts.netloc or parts.path) or re.search(r"\s", text):
        raise ValueError(f"“{text}” is not a web address with its https://")
    return text


def _moment(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a date and time") from None
    return text


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text


Uuid = Annotated[str, AfterValidator(_uuid)]
Email = Annotated[str, AfterValidator(_email)]
Uri = Annotated[str, AfterValidator(_uri)]
Moment = Annotated[str, AfterValidator(_moment)]
Name = Annotated[str, AfterValidator(_filled)]
Number = int | Decimal


STATUS = Annotated[str, Field(pattern="^(active|inactive|defunct|temporarily closed)$")]
PLACE_TYPE = Annotated[str, Field(pattern="^(physical|postal|virtual)$")]


class ProfilePart(BaseModel):
    """Anything of the profile: it has an id, and may carry more than the profile names."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    id: Uuid


class ServiceSchedule(ProfilePart):
    valid_from: str | None = None
    valid_to: str | None = None
    freq: Annotated[str, Field(pattern="^(WEEKLY|MONTHLY)$")] | None = None
    interval: Number | None = None
    byday: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    schedule_link: Uri | None = None


class ServiceArea(ProfilePart):
    name: str | None = None
    service_area: str | None = None


class Address(ProfilePart):
    address_1: str
    city: str
    state_province: str
    postal_code: str
    country: str
    address_type: PLACE_TYPE


class Accessibility(ProfilePart):
    url: str | None = None


class Location(ProfilePart):
    location_type: PLACE_TYPE
    name: str | None = None
    latitude: Number | None = None
    longitude: Number | None = None
    addresses: list[Address] | None = None
    accessibility: list[Accessibility] | None = None


class ServiceAtLocation(ProfilePart):
    location: Location | None = None


class Language(ProfilePart):
    """The profile gives it an id only; feeds add the language's name or code."""

    name: str | None = None
    code: str | None = None


class OrganizationIdentifier(ProfilePart):
    identifier_type: str
    identifier: str


class Organization(ProfilePart):
    name: Name
    description: str
    email: Email | None = None
    website: Uri | None = None
    uri: Uri | None = None
    parent_organization_id: Uuid | None = None
    organization_identifiers: list[OrganizationIdentifier] | None = None


class Funding(ProfilePart):
    source: str | None = None


class CostOption(ProfilePart):
    valid_from: str | None = None
    valid_to: str | None = None
    option: str | None = None
    amount: Number | None = None
    amount_description: str | None = None


class ServiceContact(ProfilePart):
    name: str | None = None
    title: str | None = None


class TaxonomyTerm(ProfilePart):
    name: str
    description: str
    term: str | None = None


class Attribute(ProfilePart):
    taxonomy_term: TaxonomyTerm | None = None


class Service(ProfilePart):
    """One service. It names its organisation by `organization_id`, or holds it, or both alike."""

    name: Name
    status: STATUS
    organization_id: Uuid | None = None
    organization: Organization | None = None
    description: str | None = None
    url: Uri | None = None
    email: Email | None = None
    fees: str | None = None
    accreditations: str | None = None
    minimum_age: Number | None = None
    maximum_age: Number | None = None
    assured_date: str | None = None
    assurer_email: Email | None = None
    alert: str | None = None
    last_modified: Moment | None = None
    schedules: list[ServiceSchedule] | None = None
    service_areas: list[ServiceArea] | None = None
    service_at_locations: list[ServiceAtLocation] | None = None
    languages: list[Language] | None = None
    funding: list[Funding] | None = None
    cost_options: list[CostOption] | None = None
    contacts: list[ServiceContact] | None = None
    attributes: list[Attribute] | None = None

    @model_validator(mode="after")
    def _one_organization(self) -> "Service":
        if self.organization is None and self.organization_id is None:
            raise ValueError("it names no organisation: give organization_id or organization")
        if (
            self.organization
            and self.organization_id
            and self.organization.id != self.organization_id
        ):
            raise ValueError("organization_id is not the id of the organization beside it")
        return self

    @property
    def organization_key(self) -> str:
        return self.organization.id if self.organization else self.organization_id or ""


def without_nulls(value: Any) -> Any:
    """The same JSON with every null member left out."""
    if isinstance(value, dict):
        return {key: without_nulls(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_nulls(part) for part in value]
    return value
