"""Where somebody lives and what helps them, for whoever visits, phones or writes to them."""

from dataclasses import dataclass
from datetime import date

from marketplace.people.models import CommunicationNeed, Person, PersonAddress


@dataclass(frozen=True)
class Reach:
    """The town in which a person lives on a day, and what helps them to read and talk."""

    town: str
    needs: list[str]


def reach_of(person: Person, on: date) -> Reach:
    """As the dated rows say; as the record was first entered only where no row was ever made. Two queries."""
    address = PersonAddress.objects.filter(person=person, from_date__lte=on).first()
    needs = list(CommunicationNeed.objects.filter(person=person))
    known = [_words(need) for need in needs if need.ended_at is None]
    if not needs and person.communication_needs:
        known = [person.communication_needs]
    return Reach(town=address.town if address else person.town, needs=known)


def _words(need: CommunicationNeed) -> str:
    kind = need.get_kind_display()
    return f"{kind}, {need.detail}" if need.detail else kind
