from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "payments.cards"
    label = "cards"

    def ready(self) -> None:
        # Its scheduled job is known to the worker once the module is loaded.
        from payments.cards import held  # noqa: F401
