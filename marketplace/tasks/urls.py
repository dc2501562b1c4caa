"""The addresses of tasks, each with who may take it."""

from django.urls import URLPattern

app_name = "tasks"
urlpatterns: list[URLPattern] = []
