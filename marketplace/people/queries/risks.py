"""What may go wrong for a person, for those who see it."""

from marketplace.accounts.viewer import Viewer
from marketplace.people.models import Person, PersonRisk


def risks_of(viewer: Viewer, person: Person) -> list[PersonRisk]:
    """A person's risks as they are now, the oldest first; none where the viewer sees none. One query."""
    rows = PersonRisk.objects.visible_to(viewer).not_ended().filter(person=person)
    return list(rows.select_related("recorded_by"))
