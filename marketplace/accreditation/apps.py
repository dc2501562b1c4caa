from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AccreditationConfig(AppConfig):
    name = "marketplace.accreditation"
    label = "accreditation"

    def ready(self) -> None:
        # Importing the jobs registers their schedules with the worker.
        from marketplace.accreditation import jobs  # noqa: F401
        from marketplace.accreditation.triggers import drop_triggers, make_triggers

        pre_migrate.connect(drop_triggers, sender=self, dispatch_uid="scheme_guards_away")
        post_migrate.connect(make_triggers, sender=self, dispatch_uid="scheme_guards")
