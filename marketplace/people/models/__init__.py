"""The person, who may see them and is around them, what is known of them, and who looked."""

from marketplace.people.models.deciding import CapacityFinding
from marketplace.people.models.equality import EqualityAnswer
from marketplace.people.models.events import PersonEvent
from marketplace.people.models.facts import CommunicationNeed, Correction, PersonAddress
from marketplace.people.models.glass import BrokenGlass
from marketplace.people.models.person import Access, AccessQuerySet, Person
from marketplace.people.models.readings import ListReading, ListReadingPerson, ReadLog
from marketplace.people.models.relationships import Consent, Relationship
from marketplace.people.models.risks import PersonRisk

__all__ = [
    "Access",
    "AccessQuerySet",
    "BrokenGlass",
    "CapacityFinding",
    "CommunicationNeed",
    "Consent",
    "Correction",
    "EqualityAnswer",
    "ListReading",
    "ListReadingPerson",
    "Person",
    "PersonAddress",
    "PersonEvent",
    "PersonRisk",
    "ReadLog",
    "Relationship",
]
