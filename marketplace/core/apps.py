from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "marketplace.core"
    label = "core"

    def ready(self) -> None:
        # Importing the jobs registers their schedules with the worker.
        from marketplace.core import jobs  # noqa: F401
        from marketplace.core.private_files import close_at_start

        close_at_start()
