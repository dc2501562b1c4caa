"""The addresses of loans, each with who may take it."""

from marketplace.loans import views

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role

app_name = "loans"
BROKER = only(Role.BROKER, whose=Whose.OWN)
ADMINISTRATOR = only(Role.ADMINISTRATOR, whose=Whose.COUNCIL)

urlpatterns = [
    guarded("", views.loan_list, name="list", get=BROKER),
    guarded("settings/", views.settings_page, name="settings", get=ADMINISTRATOR),
    guarded("<uuid:public_id>/", views.loan, name="loan", get=BROKER, post=BROKER),
    guarded("<uuid:public_id>/collected/", views.collect, name="collect", post=BROKER),
]
