"""The addresses of people, each with who may take it."""

from django.urls import URLPattern

app_name = "people"
urlpatterns: list[URLPattern] = []
