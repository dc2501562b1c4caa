"""The index's own copy of what is public, and the log of changes to it."""

from django.db import models


class SearchDocumentRow(models.Model):
    """One listing as the index sees it. A copy, never the authority; ids without foreign keys."""

    listing_id = models.BigIntegerField(primary_key=True)
    authority_id = models.BigIntegerField(db_index=True)
    public_from = models.DateTimeField()
    public_until = models.DateTimeField(null=True, blank=True, db_index=True)
    content = models.JSONField()

    def __str__(self) -> str:
        return f"listing {self.listing_id}"


class ChangeLog(models.Model):
    """That a document changed or went. `transaction` is the writer's id on PostgreSQL, else zero."""

    authority_id = models.BigIntegerField()
    listing_id = models.BigIntegerField()
    changed_at = models.DateTimeField()
    transaction = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["authority_id", "id"], name="change_by_number"),
            models.Index(fields=["authority_id", "transaction"], name="change_by_transaction"),
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of listing {self.listing_id}"
