from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "marketplace.core"
    label = "core"

    def ready(self) -> None:
        # Importing the jobs registers their schedules with the worker, the checks themselves.
        from marketplace.core import checks, jobs  # noqa: F401
