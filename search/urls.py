"""The addresses of search, each with who may take it."""

from marketplace.accounts.access import PUBLIC, guarded
from search import views

app_name = "search"
urlpatterns = [
    guarded("", views.results, name="results", get=PUBLIC),
]
