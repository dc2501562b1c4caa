"""The addresses of accreditation, each with who may take it."""

from django.urls import URLPattern

app_name = "accreditation"
urlpatterns: list[URLPattern] = []
