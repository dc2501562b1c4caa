from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "marketplace.records"
    label = "records"

    def ready(self) -> None:
        from marketplace.records import receivers, signals

        signals.copy_asked.connect(receivers.queue_copy, dispatch_uid="records.queue_copy")
