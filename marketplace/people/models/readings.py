"""Who looked at a person: one at a time, and among others."""

from django.db import models


class ReadLog(models.Model):
    """That somebody opened one person's page, and why. The person can see it. Ids only."""

    person_id = models.BigIntegerField(db_index=True)
    user_id = models.BigIntegerField()
    purpose = models.CharField(max_length=40)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.read_at:%d %B %Y}"


class ListReading(models.Model):
    """That somebody read several people together, in a list or a file, and why. Ids and codes only.

    `kind` is a code that a room declares among its readings; `filters` are codes and numbers, never
    what was typed. `content_hash` is over all of it, so that the same list read again is known.
    """

    authority_id = models.BigIntegerField(db_index=True)
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    filters = models.JSONField(default=dict)
    people_count = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-read_at"]
        indexes = [models.Index(fields=["user_id", "read_at"], name="list_reading_by_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.read_at:%d %B %Y}"


class ListReadingPerson(models.Model):
    """That a person was among those whom a reading showed. It goes with its reading.

    Found by the person (who looked at me) by one index, and by the reading by the other.
    """

    reading = models.ForeignKey(ListReading, models.CASCADE, related_name="people", db_index=False)
    person_id = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "person_id"], name="one_person_a_reading")
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in reading {self.reading_id}"
