from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "marketplace.notifications"
    label = "notifications"

    def ready(self) -> None:
        from marketplace.accounts.signals import to_tell
        from marketplace.notifications.receivers import queue_mails, tell_of_rooms_below
        from marketplace.notifications.signals import told

        told.connect(queue_mails, dispatch_uid="notifications")
        to_tell.connect(tell_of_rooms_below, dispatch_uid="notifications")
