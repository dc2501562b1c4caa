"""The addresses of holds and copies, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.records.rules import MAY_COPY_RECORDS, MAY_HOLD_RECORDS, MAY_READ_TRAIL
from marketplace.records.views import copies, trail

app_name = "records"
OWN = only(Role.PERSON, whose=Whose.SELF)
HOLDERS = only(*map(Role, sorted(MAY_HOLD_RECORDS.roles)), whose=Whose.COUNCIL)
COPIERS = only(*map(Role, sorted(MAY_COPY_RECORDS.roles)), whose=Whose.COUNCIL)
TRAIL_READERS = only(*map(Role, sorted(MAY_READ_TRAIL.roles)), whose=Whose.COUNCIL)
WHO_ASKED = only(Role.PERSON, *map(Role, sorted(MAY_COPY_RECORDS.roles)), whose=Whose.OWN)

urlpatterns = [
    guarded("my/record/copy/", copies.my_copy, name="my_copy", get=OWN, post=OWN),
    guarded(
        "record-copies/<uuid:public_id>/",
        copies.download,
        name="download",
        get=WHO_ASKED,
        check="only whoever asked for it",
    ),
    guarded("settings/copies/", copies.copies, name="copies", get=COPIERS, post=COPIERS, once=True),
    guarded("settings/holds/", copies.holds, name="holds", get=HOLDERS, post=HOLDERS, once=True),
    guarded("settings/holds/<uuid:public_id>/end/", copies.hold_end, name="hold_end", post=HOLDERS),
    guarded("settings/trail/", trail.trail, name="trail", get=TRAIL_READERS),
    guarded("settings/trail/export/", trail.export, name="trail_export", get=TRAIL_READERS),
]
