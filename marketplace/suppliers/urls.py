"""The addresses of suppliers, each with who may take it."""

from django.urls import URLPattern

app_name = "suppliers"
urlpatterns: list[URLPattern] = []
