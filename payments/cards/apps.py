from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "payments.cards"
    label = "cards"
