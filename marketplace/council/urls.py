"""The addresses of a council's own figures, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.council import views

ADMINISTRATOR = only(Role.ADMINISTRATOR, whose=Whose.COUNCIL)
READERS = only(Role.ADMINISTRATOR, Role.AUDITOR, whose=Whose.COUNCIL)
app_name = "council"
urlpatterns = [
    guarded(
        "settings/figures/",
        views.figures,
        name="figures",
        get=READERS,
    ),
    guarded(
        "settings/figures/<slug:key>/", views.figure, name="figure", get=READERS, post=ADMINISTRATOR
    ),
    guarded(
        "settings/addresses/",
        views.addresses,
        name="addresses",
        get=ADMINISTRATOR,
        post=ADMINISTRATOR,
    ),
    guarded(
        "settings/contact/", views.contact, name="contact", get=ADMINISTRATOR, post=ADMINISTRATOR
    ),
    guarded("settings/addresses/add/", views.host_add, name="host_add", post=ADMINISTRATOR),
    guarded(
        "settings/addresses/remove/",
        views.host_remove,
        name="host_remove",
        get=ADMINISTRATOR,
        post=ADMINISTRATOR,
    ),
]
