from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "payments.reconciliation"
    label = "reconciliation"

    def ready(self) -> None:
        # With the receivers the jobs are loaded, so the worker knows the scheduled ones.
        from marketplace.brokerage.signals import fund_closed, funding_changed, plan_approved
        from payments.cards.signals import account_fed, lines_leaving, lines_received
        from payments.reconciliation.receivers import (
            let_go_of_leaving,
            match_for_plans,
            match_received,
            refuse_unlike_rest,
            share_and_match,
        )

        lines_leaving.connect(let_go_of_leaving, dispatch_uid="reconciliation_leaving")
        lines_received.connect(match_received, dispatch_uid="reconciliation_lines")
        plan_approved.connect(match_for_plans, dispatch_uid="reconciliation_plans")
        account_fed.connect(share_and_match, dispatch_uid="reconciliation_accounts")
        fund_closed.connect(refuse_unlike_rest, dispatch_uid="reconciliation_fund_rest")
        funding_changed.connect(share_and_match, dispatch_uid="reconciliation_funding")
