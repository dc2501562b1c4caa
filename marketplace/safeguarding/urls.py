"""The addresses of concerns, each with who may take it."""

from marketplace.accounts.access import PUBLIC, Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.safeguarding.rules import (
    MAY_COUNT_CONCERNS,
    MAY_READ_CONCERNS,
    MAY_SET_CONCERN_PHONES,
    MAY_WORK_CONCERNS,
)
from marketplace.safeguarding.views import council, linking, raising, working

READERS = only(*map(Role, sorted(MAY_READ_CONCERNS.roles)), whose=Whose.COUNCIL)
OFFICERS = only(*map(Role, sorted(MAY_WORK_CONCERNS.roles)), whose=Whose.COUNCIL)
COUNTERS = only(*map(Role, sorted(MAY_COUNT_CONCERNS.roles)), whose=Whose.COUNCIL)
SETTERS = only(*map(Role, sorted(MAY_SET_CONCERN_PHONES.roles)), whose=Whose.COUNCIL)
ONE = "concerns/<uuid:public_id>/"
NOT_PART = "never one about oneself, about somebody near to oneself, or kept from oneself"

app_name = "safeguarding"
urlpatterns = [
    guarded("raise-a-concern/", raising.raise_a_concern, name="raise", get=PUBLIC, post=PUBLIC),
    guarded("concerns/", working.concerns, name="concerns", get=READERS, check=NOT_PART),
    guarded("concerns/children/", working.children, name="children", get=READERS, check=NOT_PART),
    guarded("concerns/counts/", council.counts, name="counts", get=COUNTERS),
    guarded(ONE, working.concern, name="concern", get=READERS, check=NOT_PART),
    guarded(f"{ONE}person/", working.person, name="person", get=READERS, check=NOT_PART),
    *(
        guarded(f"{ONE}{name}/", view, name=name, get=OFFICERS, post=OFFICERS, check=NOT_PART)
        for name, view in (
            ("triage", working.triage),
            ("decide", working.decide),
            ("close", working.close),
            ("wishes", working.wishes),
            ("confirm", working.confirm),
            ("find", linking.find),
        )
    ),
    guarded(
        f"{ONE}note/",
        working.note,
        name="note",
        get=OFFICERS,
        post=OFFICERS,
        check=NOT_PART,
        once=True,
    ),
    guarded(
        f"{ONE}kept-from/",
        linking.kept_from,
        name="kept_from",
        get=OFFICERS,
        post=OFFICERS,
        check=NOT_PART,
    ),
    guarded(f"{ONE}link/", linking.link, name="link", post=OFFICERS, check=NOT_PART),
    guarded(f"{ONE}unlink/", linking.unlink, name="unlink", post=OFFICERS, check=NOT_PART),
    guarded(f"{ONE}pass-on/", working.pass_on, name="pass_on", post=OFFICERS, check=NOT_PART),
    guarded(f"{ONE}take-back/", working.take_back, name="take_back", post=OFFICERS, check=NOT_PART),
    guarded("settings/concern-phones/", council.phones, name="phones", get=SETTERS, post=SETTERS),
]
