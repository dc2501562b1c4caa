"""The addresses of suppliers, each with who may take it."""

from marketplace.accounts.access import PUBLIC, SIGNED_IN, Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.suppliers.views import organisations, registering

OWN = only(Role.SUPPLIER, whose=Whose.OWN)
SEEN = only(Role.SUPPLIER, Role.ACCREDITOR, whose=Whose.OWN)
COUNCIL = only(Role.ACCREDITOR, whose=Whose.COUNCIL)

app_name = "suppliers"
urlpatterns = [
    guarded("offer-support/", registering.offer, name="offer", get=PUBLIC),
    guarded("offer-support/register/", registering.register, name="register", get=SIGNED_IN),
    guarded(
        "offer-support/register/check/",
        registering.register_check,
        name="register_check",
        get=SIGNED_IN,
        post=SIGNED_IN,
        once=True,
    ),
    guarded(
        "offer-support/register/discard/",
        registering.register_discard,
        name="register_discard",
        get=SIGNED_IN,
        post=SIGNED_IN,
    ),
    guarded(
        "offer-support/register/<slug:step>/",
        registering.register_step,
        name="register_step",
        get=SIGNED_IN,
        post=SIGNED_IN,
    ),
    guarded("my-organisation/", organisations.mine, name="mine", get=OWN),
    guarded(
        "my-organisation/<uuid:public_id>/", organisations.edit, name="edit", get=OWN, post=OWN
    ),
    guarded("suppliers/", organisations.all_suppliers, name="all", get=COUNCIL),
    guarded("suppliers/<uuid:public_id>/", organisations.detail, name="detail", get=SEEN),
    guarded(
        "suppliers/<uuid:public_id>/name/",
        organisations.rename,
        name="rename",
        get=COUNCIL,
        post=COUNCIL,
    ),
]
