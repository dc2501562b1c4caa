"""The addresses of search, each with who may take it."""

from django.urls import URLPattern

app_name = "search"
urlpatterns: list[URLPattern] = []
