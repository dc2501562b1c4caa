"""A step in the life of an accreditation is called so, and its constraint after it."""

from django.db import migrations, models
from django.db.models import Q

ONE_ACTOR = Q(
    Q(("changed_by__isnull", False), ("changed_by_system", "")),
    Q(("changed_by__isnull", True), Q(("changed_by_system", ""), _negated=True)),
    _connector="OR",
)


def one_actor(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=ONE_ACTOR, name=f"accreditation_{model}_changed_by_one_actor"
    )


class Migration(migrations.Migration):
    dependencies = [("accreditation", "0006_labels_of_states")]

    operations = [
        migrations.RemoveConstraint(
            "standingchange", "accreditation_standingchange_changed_by_one_actor"
        ),
        migrations.RenameModel("StandingChange", "AccreditationChange"),
        migrations.AddConstraint("accreditationchange", one_actor("accreditationchange")),
    ]
