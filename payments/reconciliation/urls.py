"""The addresses of reconciliation, each with who may take it."""

from django.urls import URLPattern

app_name = "reconciliation"
urlpatterns: list[URLPattern] = []
