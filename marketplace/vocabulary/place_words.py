"""What is said of a place that was found, and of those whose lists know it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from marketplace.vocabulary.postcodes import FoundPlace, PlaceList

#: What the owners ask to be said wherever their lists are used: of a list, their names for one year.
#: Sources: the user guides of the ONS Postcode Directory, Code-Point Open and OS Open Names.
_OS = "Contains OS data © Crown copyright and database right {year}."
_ROYAL_MAIL = "Contains Royal Mail data © Royal Mail copyright and database right {year}."
_STATISTICS = "Contains National Statistics data © Crown copyright and database right {year}."
_ONS = "Source: Office for National Statistics."
_OWNERS: Mapping[PlaceList, tuple[str, ...]] = {
    PlaceList.ONSPD: (_OS, _ROYAL_MAIL, _ONS),
    PlaceList.CODE_POINT: (_OS, _ROYAL_MAIL, _STATISTICS),
    PlaceList.OPEN_NAMES: (_OS, _ROYAL_MAIL, _STATISTICS),
}
LICENCE = "Open Government Licence v3.0"
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True)
class Credits:
    """Whose lists were read, in the words that their licence asks for, and the licence."""

    sentences: tuple[str, ...]
    licence: str = LICENCE
    address: str = LICENCE_ADDRESS


def credits_of(years: Mapping[PlaceList, int]) -> Credits | None:
    """The words for the lists that were read, each with the newest year. None where none were."""
    newest: dict[str, int] = {}
    for source, year in years.items():
        for owner in _OWNERS[source]:
            newest[owner] = max(year, newest.get(owner, 0))
    ordered = [owner for owner in (_OS, _ROYAL_MAIL, _STATISTICS, _ONS) if owner in newest]
    return Credits(tuple(owner.format(year=newest[owner]) for owner in ordered)) if newest else None


def note_on(place: FoundPlace) -> str:
    """What a reader must know of a place before trusting its distances. Usually nothing."""
    if place.instead_of:
        return (
            f"We do not know the postcode {place.instead_of}. Check it."
            f" Distances are from the middle of {place.label}."
        )
    if place.ended_on:
        return (
            f"The postcode {place.label} ended in {place.ended_on:%B %Y} and is not used now."
            " Check it. Distances are from where it was."
        )
    return ""


def names_offered(names: Collection[str]) -> str:
    """Some names in a sentence: “Ashford, Kent” or “Ashford, Surrey”."""
    quoted = [f"“{name}”" for name in names]
    return " or ".join(part for part in (", ".join(quoted[:-1]), *quoted[-1:]) if part)


def hides_words(name: str, hidden: Collection[str]) -> str:
    """What a council's own place does to those of its name in the published lists."""
    return f"Search for “{name}” now means your place, not {'; '.join(hidden)}."
