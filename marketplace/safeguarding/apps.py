from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "marketplace.safeguarding"
    label = "safeguarding"

    def ready(self) -> None:
        from marketplace.safeguarding import receivers
        from marketplace.tasks.signals import sealed_tasks_left

        sealed_tasks_left.connect(receivers.sealed_tasks_left, dispatch_uid="safeguarding")
