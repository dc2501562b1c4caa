"""The addresses at which a council sets its own words, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.vocabulary import views

ADMINISTRATOR = only(Role.ADMINISTRATOR, whose=Whose.COUNCIL)
app_name = "vocabulary"
urlpatterns = [
    guarded(
        "settings/outcomes/",
        views.frameworks,
        name="frameworks",
        get=ADMINISTRATOR,
        post=ADMINISTRATOR,
        once=True,
    ),
    guarded(
        "settings/outcomes/<int:framework_id>/",
        views.framework,
        name="framework",
        get=ADMINISTRATOR,
        post=ADMINISTRATOR,
        once=True,
    ),
    guarded(
        "settings/outcomes/<int:framework_id>/end/",
        views.end_framework,
        name="end_framework",
        get=ADMINISTRATOR,
        post=ADMINISTRATOR,
    ),
]
