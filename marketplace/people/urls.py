"""The addresses of people, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.people import views

app_name = "people"
urlpatterns = [
    guarded(
        "my/record/", views.my_record, name="my_record", get=only(Role.PERSON, whose=Whose.SELF)
    ),
]
