from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "marketplace.council"
    label = "council"
