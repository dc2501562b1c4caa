"""The addresses of one's own session, of an invitation, and of the people who work here."""

from marketplace.accounts.access import PUBLIC, SIGNED_IN, Whose, guarded, only
from marketplace.accounts.rules import MAY_GIVE_ROLES, MAY_SEE_STAFF, Role
from marketplace.accounts.views import invitations, kept, staff

GIVING = only(*map(Role, sorted(MAY_GIVE_ROLES.roles)), whose=Whose.COUNCIL)
SEEING = only(*map(Role, sorted(MAY_SEE_STAFF.roles)), whose=Whose.COUNCIL)

app_name = "accounts"
urlpatterns = [
    guarded("kept/", kept.kept, name="kept", get=SIGNED_IN),
    guarded("kept/<uuid:public_id>/discard/", kept.discard, name="discard", post=SIGNED_IN),
    guarded("stay-signed-in/", kept.stay, name="stay", get=SIGNED_IN),
    guarded(
        "account/invitation/<str:token>/",
        invitations.invitation,
        name="invitation",
        get=PUBLIC,
        post=PUBLIC,
        check="a link that was not used; an account of the invited address, or none yet",
    ),
    guarded("settings/staff/", staff.staff, name="staff", get=SEEING),
    guarded("settings/staff/invite/", staff.invite, name="invite", get=GIVING, post=GIVING),
    guarded("settings/staff/changes/<int:change_id>/", staff.change, name="change", get=SEEING),
    guarded(
        "settings/staff/changes/<int:change_id>/confirm/",
        staff.confirm,
        name="confirm",
        post=GIVING,
        check="neither who proposed it nor who gets something by it",
    ),
    guarded("settings/staff/changes/<int:change_id>/stop/", staff.stop, name="stop", post=GIVING),
    guarded(
        "settings/staff/invitations/<int:invitation_id>/withdraw/",
        staff.withdraw,
        name="withdraw",
        post=GIVING,
    ),
]
