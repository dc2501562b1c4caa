from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "marketplace.notifications"
    label = "notifications"

    def ready(self) -> None:
        from marketplace.notifications.receivers import queue_mails
        from marketplace.notifications.signals import told

        told.connect(queue_mails, dispatch_uid="notifications")
