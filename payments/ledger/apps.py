from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class LedgerConfig(AppConfig):
    name = "payments.ledger"
    label = "ledger"

    def ready(self) -> None:
        from payments.ledger.triggers import drop_reading_triggers, make_triggers

        pre_migrate.connect(drop_reading_triggers, sender=self, dispatch_uid="ledger_guards_away")
        post_migrate.connect(make_triggers, sender=self, dispatch_uid="ledger_triggers")
