from django.apps import AppConfig


class GeneratorConfig(AppConfig):
    name = "marketplace.generator"
    label = "generator"
