"""The addresses of cards, each with who may take it."""

from django.urls import URLPattern

app_name = "cards"
urlpatterns: list[URLPattern] = []
