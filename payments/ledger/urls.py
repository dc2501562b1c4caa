"""The addresses of the ledger, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from payments.ledger import views

FINANCE = only(Role.FINANCE, whose=Whose.COUNCIL)

app_name = "ledger"
urlpatterns = [
    guarded("money/periods/", views.periods, name="periods", get=FINANCE),
    guarded("money/periods/close/", views.close, name="close_period", get=FINANCE, post=FINANCE),
    guarded(
        "money/periods/<uuid:public_id>/reopen/",
        views.reopen,
        name="reopen_period",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
]
