from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "marketplace.tasks"
    label = "tasks"

    def ready(self) -> None:
        from marketplace.accounts.signals import work_asked, work_over
        from marketplace.tasks import receivers

        work_asked.connect(receivers.raise_asked, dispatch_uid="tasks")
        work_over.connect(receivers.finish_asked, dispatch_uid="tasks")
