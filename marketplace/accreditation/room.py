"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.accreditation.event_words import EVENTS, SETTINGS, SUBJECTS
from marketplace.accreditation.health import CHECKS
from marketplace.accreditation.keeps import KEEPS, STORES
from marketplace.accreditation.models import Scheme
from marketplace.accreditation.pack import start_schemes
from marketplace.accreditation.rules import (
    DECIDE_WITHIN,
    MAY_ACCREDIT,
    MAY_SET_SCHEMES,
    MAY_SUSPEND,
    MAY_SUSPEND_AT_ONCE,
    RENEWAL_NOTICE,
    AccreditationNotice,
    AccreditationState,
    ApplicationNotice,
    ApplicationState,
    ApplicationTask,
    EvidenceState,
    VersionState,
)
from marketplace.accreditation.samples import SAMPLES
from marketplace.accreditation.wording.news import NOTIFICATIONS
from marketplace.accreditation.wording.refusals import SENTENCES
from marketplace.core.rooms import (
    MenuEntry,
    Pack,
    Queue,
    Room,
    SettingsGroup,
    SettingsPage,
    WhoIsTold,
    nobody_told,
)

ROOM = Room(
    name="accreditation",
    urls="marketplace.accreditation.urls",
    pages="Applications and accreditation",
    permissions=(MAY_ACCREDIT, MAY_SET_SCHEMES, MAY_SUSPEND, MAY_SUSPEND_AT_ONCE),
    shared_tags=("accreditation",),
    task_kinds=tuple(ApplicationTask),
    menu=(
        MenuEntry("Applications", "accreditation:queue", frozenset({Role.ACCREDITOR}), order=10),
    ),
    settings_pages=(
        SettingsPage(
            "Accreditation schemes",
            "accreditation:schemes",
            MAY_SET_SCHEMES,
            "What you ask of each type of supplier before you accredit, and for how long it is valid.",
            SettingsGroup.DIRECTORY,
        ),
    ),
    queues=(Queue(ApplicationTask.DECIDE, "applications to decide", "accreditation:queue"),),
    notifications=NOTIFICATIONS,
    who_is_told=(
        WhoIsTold(ApplicationState.SUBMITTED, (ApplicationNotice.SENT,)),
        *nobody_told("its supplier called it back, and nobody had begun", ApplicationState.DRAFT),
        WhoIsTold(ApplicationState.ACCEPTED, (ApplicationNotice.ACCEPTED,)),
        WhoIsTold(ApplicationState.REFUSED, (ApplicationNotice.REFUSED,)),
        # Told with the decision: until then the accreditation team may change its mind.
        WhoIsTold(EvidenceState.REFUSED, (ApplicationNotice.EVIDENCE_REFUSED,)),
        *nobody_told(
            "the decision on the whole application is told",
            EvidenceState.ACCEPTED,
            EvidenceState.PENDING,
        ),
        *nobody_told(
            "suppliers read what is asked when they apply, and on the page of an application in hand",
            VersionState.PUBLISHED,
        ),
        WhoIsTold(
            AccreditationState.VALID, (ApplicationNotice.ACCEPTED, AccreditationNotice.RESUMED)
        ),
        WhoIsTold(AccreditationState.SUSPENDED, (AccreditationNotice.SUSPENDED,)),
        WhoIsTold(AccreditationState.WITHDRAWN, (AccreditationNotice.WITHDRAWN,)),
    ),
    figures=(DECIDE_WITHIN, RENEWAL_NOTICE),
    sentences=SENTENCES,
    keeps=KEEPS,
    health=CHECKS,
    stores=STORES,
    pack=Pack(
        start_schemes,
        makes=(Scheme,),
        begins_with="accreditation schemes with their requirements, for every type of supplier",
    ),
    samples=SAMPLES,
    events=EVENTS,
    settings_events=SETTINGS,
    subjects=SUBJECTS,
)
