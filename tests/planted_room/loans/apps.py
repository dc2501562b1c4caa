from django.apps import AppConfig


class LoansConfig(AppConfig):
    name = "marketplace.loans"
    label = "loans"
