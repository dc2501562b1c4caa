"""The addresses of accreditation, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.accreditation.rules import MAY_SET_SCHEMES
from marketplace.accreditation.views import (
    applying,
    deciding,
    files,
    moving_on,
    requirements,
    schemes,
    versions,
    withdrawing,
)

OWN = only(Role.SUPPLIER, whose=Whose.OWN)
COUNCIL = only(Role.ACCREDITOR, whose=Whose.COUNCIL)
SETTERS = only(*map(Role, sorted(MAY_SET_SCHEMES.roles)), whose=Whose.COUNCIL)
EITHER = only(Role.SUPPLIER, Role.ACCREDITOR, whose=Whose.OWN)

SCHEME = "settings/schemes/<int:pk>/"
DRAFT = f"{SCHEME}draft/"
REQUIREMENT = f"{DRAFT}<uuid:key>/<slug:kind>/"

app_name = "accreditation"
urlpatterns = [
    guarded(
        "settings/schemes/", schemes.schemes, name="schemes", get=SETTERS, post=SETTERS, once=True
    ),
    guarded(SCHEME, schemes.scheme, name="scheme", get=SETTERS),
    guarded(f"{SCHEME}change/", schemes.change, name="scheme_change", get=SETTERS, post=SETTERS),
    guarded(f"{SCHEME}retire/", schemes.retire, name="scheme_retire", get=SETTERS, post=SETTERS),
    guarded(f"{SCHEME}restore/", schemes.restore, name="scheme_restore", post=SETTERS),
    guarded(f"{SCHEME}versions/<int:number>/", versions.version, name="version", get=SETTERS),
    guarded(
        f"{SCHEME}versions/<int:number>/<int:other>/",
        versions.compare,
        name="compare",
        get=SETTERS,
    ),
    guarded(DRAFT, versions.draft, name="draft", get=SETTERS),
    guarded(f"{DRAFT}start/", versions.start, name="draft_start", post=SETTERS),
    guarded(
        f"{DRAFT}add/",
        requirements.add,
        name="requirement_add",
        get=SETTERS,
        post=SETTERS,
        once=True,
    ),
    guarded(f"{DRAFT}publish/", versions.publish, name="publish", get=SETTERS, post=SETTERS),
    guarded(f"{DRAFT}discard/", versions.discard, name="draft_discard", get=SETTERS, post=SETTERS),
    guarded(REQUIREMENT, requirements.requirement, name="requirement", get=SETTERS, post=SETTERS),
    guarded(f"{REQUIREMENT}place/", requirements.move, name="requirement_place", post=SETTERS),
    guarded(
        f"{REQUIREMENT}remove/",
        requirements.remove,
        name="requirement_remove",
        get=SETTERS,
        post=SETTERS,
    ),
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
        "accreditation/applications/<uuid:public_id>/evidence/<int:criterion_id>/<int:number>/",
        applying.evidence,
        name="evidence",
        get=OWN,
        post=OWN,
    ),
    guarded(
        "accreditation/applications/<uuid:public_id>/evidence/<int:criterion_id>/<int:number>/remove/",
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
        "accreditation/applications/<uuid:public_id>/new-requirements/",
        moving_on.move_on,
        name="move_on",
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
