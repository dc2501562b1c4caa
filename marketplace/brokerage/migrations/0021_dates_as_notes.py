"""The date that brokers typed until now becomes a note that says so. Nothing else is known of it."""

from typing import Any

from django.db import migrations

AS_TYPED = {"kind": "note", "way": "before"}


def keep_dates(apps: Any, schema_editor: Any) -> None:
    """A note for each plan that was sent. One that was returned is asked for anew: it may have changed."""
    plans = apps.get_model("brokerage", "SupportPlan").objects.using(schema_editor.connection.alias)
    sent = plans.filter(person_agreed_date__isnull=False, submitted_at__isnull=False)
    consents = apps.get_model("brokerage", "PlanConsent").objects
    consents.using(schema_editor.connection.alias).bulk_create(
        [
            consents.model(
                plan_id=plan.pk,
                content_version=plan.content_version,
                said_date=plan.person_agreed_date,
                recorded_at=plan.submitted_at,
                recorded_by_id=plan.submitted_by_id,
                **AS_TYPED,
            )
            for plan in sent.order_by("pk").iterator()
        ],
        batch_size=500,
    )
    plans.filter(state="returned").update(content_version=2)


def drop_notes(apps: Any, schema_editor: Any) -> None:
    """The date is still on the plan."""
    consents = apps.get_model("brokerage", "PlanConsent").objects
    consents.using(schema_editor.connection.alias).filter(**AS_TYPED).delete()


class Migration(migrations.Migration):
    dependencies = [("brokerage", "0020_plan_consents")]

    operations = [migrations.RunPython(keep_dates, drop_notes)]
