from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Importing the jobs registers their schedules with the worker.
        from marketplace.accounts import jobs  # noqa: F401
