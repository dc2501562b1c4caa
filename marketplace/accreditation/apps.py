from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    name = "marketplace.accreditation"
    label = "accreditation"

    def ready(self) -> None:
        # Importing the jobs registers their schedules with the worker.
        from marketplace.accreditation import jobs  # noqa: F401
