from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "marketplace.portal"
    label = "portal"

    def ready(self) -> None:
        from marketplace.portal.collecting import collect

        collect()
