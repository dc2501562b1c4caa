"""The addresses of brokerage, each with who may take it."""

from django.urls import URLPattern

app_name = "brokerage"
urlpatterns: list[URLPattern] = []
