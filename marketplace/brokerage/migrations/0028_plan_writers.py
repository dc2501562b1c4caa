"""Who wrote anything of a plan is kept beside it: none of them decides it. Of plans there are already, the
trail says who it was."""

from django.conf import settings
from django.db import migrations, models

WROTE = (
    "plan_question_answered",
    "plan_outcome_added",
    "plan_outcome_changed",
    "plan_outcome_removed",
    "plan_item_added",
    "plan_item_changed",
    "plan_item_times_set",
    "plan_item_price_refreshed",
    "plan_item_removed",
)
AT_ONCE = 1000


def keep_writers(apps, schema_editor):
    trail = apps.get_model("core", "AuditEvent").objects
    writer = apps.get_model("brokerage", "PlanWriter")
    authors = dict(apps.get_model("brokerage", "SupportPlan").objects.values_list("pk", "author_id"))
    people = set(apps.get_model("accounts", "User").objects.values_list("pk", flat=True))
    wrote = trail.filter(
        subject_type="brokerage.supportplan", event__in=WROTE, by_user_id__in=people
    )
    pairs = wrote.order_by("subject_id", "by_user_id").values_list("subject_id", "by_user_id")
    rows = (
        writer(plan_id=plan, user_id=user)
        for plan, user in pairs.distinct().iterator(AT_ONCE)
        if plan in authors and authors[plan] != user
    )
    writer.objects.bulk_create(rows, batch_size=AT_ONCE)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0010_hand_overs"),
        ("brokerage", "0027_contingency_weeks_unsaid"),
        ("core", "0009_audit_read_by_council"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanWriter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="writers",
                        to="brokerage.supportplan",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "user"), name="one_writer_a_plan")
                ],
            },
        ),
        migrations.RunPython(keep_writers, migrations.RunPython.noop),
    ]
