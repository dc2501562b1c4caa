from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BrokerageConfig(AppConfig):
    name = "marketplace.brokerage"
    label = "brokerage"

    def ready(self) -> None:
        from marketplace.brokerage.triggers import drop_triggers, make_triggers

        pre_migrate.connect(drop_triggers, sender=self, dispatch_uid="plan_guards_away")
        post_migrate.connect(make_triggers, sender=self, dispatch_uid="plan_guards")
