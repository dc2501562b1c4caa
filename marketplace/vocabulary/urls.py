"""The addresses of a council's lists of words, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.vocabulary import views
from marketplace.vocabulary.rules import MAY_SET_VOCABULARY

SETTERS = only(*map(Role, sorted(MAY_SET_VOCABULARY.roles)), whose=Whose.COUNCIL)
TERM = "settings/words/of/<int:pk>/"
app_name = "vocabulary"
urlpatterns = [
    guarded("settings/words/", views.lists, name="lists", get=SETTERS),
    guarded(
        "settings/words/<slug:kind>/",
        views.terms,
        name="terms",
        get=SETTERS,
        post=SETTERS,
        once=True,
    ),
    guarded(TERM, views.term, name="term", get=SETTERS, post=SETTERS),
    guarded(f"{TERM}place/", views.place, name="place", post=SETTERS),
    guarded(f"{TERM}merge/", views.merge, name="merge", get=SETTERS, post=SETTERS),
    guarded(f"{TERM}retire/", views.retire, name="retire", get=SETTERS, post=SETTERS),
    guarded(f"{TERM}restore/", views.restore, name="restore", post=SETTERS),
]
