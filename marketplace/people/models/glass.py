"""That a record was opened for a stated reason, by whom, when and until when."""

import uuid

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.people.models.person import Person
from marketplace.people.rules import MAY_READ_BROKEN_GLASS, REASON_LENGTH


class BrokenGlassQuerySet(models.QuerySet["BrokenGlass"]):
    def visible_to(self, viewer: Viewer) -> "BrokenGlassQuerySet":
        """This council's, for who answers for it."""
        return self.filter(authority_id__in=viewer.councils_with(MAY_READ_BROKEN_GLASS))


class BrokenGlass(models.Model):
    """Who opened a record that was nobody's of theirs to see, why, and until which instant."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="broken_glass")
    reason = models.CharField(max_length=REASON_LENGTH)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    until = models.DateTimeField()

    objects = BrokenGlassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "broken glass"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")), name="glass_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"opened {self.pk} of person {self.person_id}"
