"""The addresses of listings, each with who may take it."""

from django.urls import URLPattern

app_name = "listings"
urlpatterns: list[URLPattern] = []
