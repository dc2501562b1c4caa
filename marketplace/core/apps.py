from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "marketplace.core"
    label = "core"

    def ready(self) -> None:
        # Importing registers the jobs' schedules with the worker, who hears of what happens to them,
        # and the system checks.
        from marketplace.core import checks, jobs, receivers  # noqa: F401
        from marketplace.core.private_files import close_at_start

        close_at_start()
