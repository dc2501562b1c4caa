"""The addresses of accreditation, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.accreditation.views import applying, deciding, files, withdrawing

OWN = only(Role.SUPPLIER, whose=Whose.OWN)
COUNCIL = only(Role.ACCREDITOR, whose=Whose.COUNCIL)
EITHER = only(Role.SUPPLIER, Role.ACCREDITOR, whose=Whose.OWN)

app_name = "accreditation"
urlpatterns = [
    guarded("accreditation/", deciding.queue, name="queue", get=COUNCIL),
    guarded(
        "accreditation/apply/<uuid:public_id>/",
        applying.apply,
        name="apply",
        get=OWN,
        post=OWN,
        once=True,
    ),
    guarded(
        "accreditation/applications/<uuid:public_id>/",
        applying.application,
        name="application",
        get=OWN,
    ),
    guarded(
        "accreditation/applications/<uuid:public_id>/evidence/<int:criterion_id>/",
        applying.evidence,
        name="evidence",
        get=OWN,
        post=OWN,
    ),
    guarded(
        "accreditation/applications/<uuid:public_id>/evidence/<int:criterion_id>/remove/",
        applying.evidence_remove,
        name="evidence_remove",
        post=OWN,
    ),
    guarded(
        "accreditation/applications/<uuid:public_id>/check/",
        applying.check,
        name="check",
        get=OWN,
        post=OWN,
    ),
    guarded(
        "accreditation/applications/<uuid:public_id>/call-back/",
        withdrawing.call_back,
        name="call_back",
        post=OWN,
    ),
    guarded(
        "accreditation/applications/<uuid:public_id>/discard/",
        withdrawing.discard,
        name="discard",
        get=OWN,
        post=OWN,
    ),
    guarded(
        "accreditation/applications/<uuid:public_id>/sent/", applying.sent, name="sent", get=OWN
    ),
    guarded(
        "accreditation/applications/<uuid:public_id>/decide/",
        deciding.decide,
        name="decide",
        get=COUNCIL,
        post=COUNCIL,
        check="never one's own organisation",
    ),
    guarded(
        "accreditation/evidence/<uuid:public_id>/file/",
        files.evidence_file,
        name="evidence_file",
        get=EITHER,
    ),
    guarded(
        "suppliers/<uuid:public_id>/accreditation/<slug:scheme>/<slug:move>/",
        deciding.change_accreditation,
        name="change_accreditation",
        get=COUNCIL,
        post=COUNCIL,
        check="never one's own organisation",
    ),
]
