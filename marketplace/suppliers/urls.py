"""The addresses of suppliers, each with who may take it."""

from marketplace.accounts.access import PUBLIC, SIGNED_IN, Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.suppliers import views

OWN = only(Role.SUPPLIER, whose=Whose.OWN)
SEEN = only(Role.SUPPLIER, Role.ACCREDITOR, whose=Whose.OWN)
COUNCIL = only(Role.ACCREDITOR, whose=Whose.COUNCIL)

app_name = "suppliers"
urlpatterns = [
    guarded("offer-support/", views.offer, name="offer", get=PUBLIC),
    guarded("offer-support/register/", views.register, name="register", get=SIGNED_IN),
    guarded(
        "offer-support/register/check/",
        views.register_check,
        name="register_check",
        get=SIGNED_IN,
        post=SIGNED_IN,
    ),
    guarded(
        "offer-support/register/<slug:step>/",
        views.register_step,
        name="register_step",
        get=SIGNED_IN,
        post=SIGNED_IN,
    ),
    guarded("my-organisation/", views.mine, name="mine", get=OWN),
    guarded("my-organisation/<uuid:public_id>/", views.edit, name="edit", get=OWN, post=OWN),
    guarded("suppliers/", views.all_suppliers, name="all", get=COUNCIL),
    guarded("suppliers/<uuid:public_id>/", views.detail, name="detail", get=SEEN),
    guarded(
        "suppliers/<uuid:public_id>/name/", views.rename, name="rename", get=COUNCIL, post=COUNCIL
    ),
]
