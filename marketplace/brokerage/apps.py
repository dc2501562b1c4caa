from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BrokerageConfig(AppConfig):
    name = "marketplace.brokerage"
    label = "brokerage"

    def ready(self) -> None:
        from marketplace.accreditation.signals import accreditation_turned
        from marketplace.brokerage import receivers, signals
        from marketplace.brokerage.triggers import drop_triggers, make_triggers

        accreditation_turned.connect(receivers.accreditation_turned, dispatch_uid="brokerage")
        signals.uprating_asked.connect(receivers.queue_uprating, dispatch_uid="upratings")
        pre_migrate.connect(drop_triggers, sender=self, dispatch_uid="plan_guards_away")
        post_migrate.connect(make_triggers, sender=self, dispatch_uid="plan_guards")
