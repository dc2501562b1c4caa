"""The addresses of every room that declares some, each under its own prefix."""

from django.urls import include, path

from marketplace.core.rooms import collected

urlpatterns = [path(room.url_prefix, include(room.urls)) for room in collected().all if room.urls]
