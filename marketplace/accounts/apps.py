from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Importing registers the jobs' schedules with the worker, and who hears of what is done.
        from marketplace.accounts import jobs, receivers  # noqa: F401
