from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "payments.ledger"
    label = "ledger"

    def ready(self) -> None:
        from payments.ledger.triggers import make_triggers

        post_migrate.connect(make_triggers, sender=self, dispatch_uid="ledger_triggers")
