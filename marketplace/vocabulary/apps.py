from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    name = "marketplace.vocabulary"
    label = "vocabulary"
