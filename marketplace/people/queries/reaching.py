"""Where somebody lives, what helps them and who is around them, for whoever visits, phones or writes."""

from dataclasses import dataclass
from datetime import date

from marketplace.people.models import CommunicationNeed, Person, PersonAddress, Relationship
from marketplace.people.rules import RelationshipKind


@dataclass(frozen=True)
class Reach:
    """The town in which a person lives on a day, what helps them to read and talk, and who is
    around them: whom the council checked, each with what they are."""

    town: str
    needs: list[str]
    helpers: list[str]


def reach_of(person: Person, on: date) -> Reach:
    """As the dated rows say; the town of the record only where no address was ever made. Three queries."""
    address = PersonAddress.objects.filter(person=person, from_date__lte=on).first()
    needs = CommunicationNeed.objects.filter(person=person, ended_at=None)
    around = Relationship.objects.filter(person=person).verified()
    return Reach(
        town=address.town if address else person.town,
        needs=[need.words for need in needs],
        helpers=[f"{one.name}, {RelationshipKind(one.kind).label.lower()}" for one in around],
    )
