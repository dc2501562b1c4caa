"""The addresses of one's own session, of an invitation, and of the people who work here."""

from marketplace.accounts.access import PUBLIC, SIGNED_IN, Whose, guarded, only
from marketplace.accounts.rules import MAY_GIVE_ROLES, MAY_SEE_STAFF, Role
from marketplace.accounts.views import colleagues, invitations, kept, staff, teams

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
    guarded("settings/staff/teams/", teams.teams, name="teams", get=GIVING, post=GIVING, once=True),
    guarded(
        "settings/staff/teams/<int:team_id>/", teams.rename, name="team", get=GIVING, post=GIVING
    ),
    guarded(
        "settings/staff/teams/<int:team_id>/close/", teams.close, name="team_close", post=GIVING
    ),
    guarded("settings/staff/<uuid:public_id>/", colleagues.show, name="colleague", get=SEEING),
    *(
        guarded(
            f"settings/staff/<uuid:public_id>/{route}",
            view,
            name=name,
            get=GIVING,
            post=GIVING,
            check="never one’s own",
        )
        for route, view, name in (
            ("role/", colleagues.role, "role"),
            ("<str:role>/limit/", colleagues.limit, "limit"),
            ("<str:role>/end/", colleagues.end, "end"),
            ("cover/", colleagues.cover, "cover"),
            ("leave/", colleagues.leaves, "leave"),
        )
    ),
    guarded(
        "settings/staff/<uuid:public_id>/cover/<int:change_id>/end/",
        colleagues.cover_end,
        name="cover_end",
        post=GIVING,
    ),
]
