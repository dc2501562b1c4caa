from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "payments.reconciliation"
    label = "reconciliation"

    def ready(self) -> None:
        # Importing the jobs registers their schedules with the worker.
        from marketplace.brokerage.signals import funding_changed, plan_approved
        from payments.cards.signals import account_fed, lines_received
        from payments.reconciliation import jobs  # noqa: F401
        from payments.reconciliation.receivers import (
            match_for_plans,
            match_received,
            share_and_match,
        )

        lines_received.connect(match_received, dispatch_uid="reconciliation_lines")
        plan_approved.connect(match_for_plans, dispatch_uid="reconciliation_plans")
        account_fed.connect(share_and_match, dispatch_uid="reconciliation_accounts")
        funding_changed.connect(share_and_match, dispatch_uid="reconciliation_funding")
