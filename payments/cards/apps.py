from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "payments.cards"
    label = "cards"

    def ready(self) -> None:
        # With the receivers the jobs are loaded, so the worker knows the scheduled one.
        from marketplace.brokerage.signals import funding_changed
        from payments.cards.receivers import (
            ask_for_account,
            queue_event,
            queue_reading,
            queue_taking_back,
        )
        from payments.cards.signals import event_waiting, taking_back_waiting, upload_waiting

        event_waiting.connect(queue_event, dispatch_uid="cards_queue_event")
        funding_changed.connect(ask_for_account, dispatch_uid="cards_ask_for_account")
        taking_back_waiting.connect(queue_taking_back, dispatch_uid="cards_queue_taking_back")
        upload_waiting.connect(queue_reading, dispatch_uid="cards_queue_reading")
