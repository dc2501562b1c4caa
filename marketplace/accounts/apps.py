from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Importing registers the jobs' schedules with the worker, and who hears of what is done.
        from marketplace.accounts import jobs, receivers  # noqa: F401
        from marketplace.accounts.signals import invitation_opened

        invitation_opened.connect(receivers.queue_invitation, dispatch_uid="invitations")
