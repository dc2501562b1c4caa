"""The addresses at which a council sets its own words, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.vocabulary.rules import MAY_SET_OUTCOMES, MAY_SET_VOCABULARY
from marketplace.vocabulary.views import outcomes, places, terms

SETTERS = only(*map(Role, sorted(MAY_SET_VOCABULARY.roles)), whose=Whose.COUNCIL)
TERM = "settings/words/of/<int:pk>/"
ADMINISTRATOR = only(*map(Role, sorted(MAY_SET_OUTCOMES.roles)), whose=Whose.COUNCIL)
app_name = "vocabulary"
urlpatterns = [
    guarded("settings/words/", terms.lists, name="lists", get=SETTERS),
    guarded(
        "settings/words/<slug:kind>/",
        terms.terms,
        name="terms",
        get=SETTERS,
        post=SETTERS,
        once=True,
    ),
    guarded(TERM, terms.term, name="term", get=SETTERS, post=SETTERS),
    guarded(f"{TERM}place/", terms.place, name="place", post=SETTERS),
    guarded(f"{TERM}merge/", terms.merge, name="merge", get=SETTERS, post=SETTERS),
    guarded(f"{TERM}retire/", terms.retire, name="retire", get=SETTERS, post=SETTERS),
    guarded(f"{TERM}restore/", terms.restore, name="restore", post=SETTERS),
    guarded(
        "settings/places/",
        places.places,
        name="places",
        get=SETTERS,
        post=SETTERS,
        once=True,
    ),
    guarded(
        "settings/places/<int:pk>/remove/", places.remove_place, name="remove_place", post=SETTERS
    ),
    guarded(
        "settings/outcomes/",
        outcomes.frameworks,
        name="frameworks",
        get=ADMINISTRATOR,
        post=ADMINISTRATOR,
        once=True,
    ),
    guarded(
        "settings/outcomes/<int:framework_id>/",
        outcomes.framework,
        name="framework",
        get=ADMINISTRATOR,
        post=ADMINISTRATOR,
        once=True,
    ),
    guarded(
        "settings/outcomes/<int:framework_id>/end/",
        outcomes.end_framework,
        name="end_framework",
        get=ADMINISTRATOR,
        post=ADMINISTRATOR,
    ),
]
