"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.accreditation.keeps import KEEPS, STORES
from marketplace.accreditation.rules import (
    DECIDE_WITHIN,
    MAY_ACCREDIT,
    MAY_SUSPEND,
    RENEWAL_NOTICE,
    ApplicationTask,
)
from marketplace.accreditation.samples import SAMPLES
from marketplace.accreditation.wording.refusals import SENTENCES
from marketplace.core.rooms import MenuEntry, Queue, Room

ROOM = Room(
    name="accreditation",
    urls="marketplace.accreditation.urls",
    permissions=(MAY_ACCREDIT, MAY_SUSPEND),
    shared_tags=("accreditation",),
    task_kinds=tuple(ApplicationTask),
    menu=(
        MenuEntry("Applications", "accreditation:queue", frozenset({Role.ACCREDITOR}), order=10),
    ),
    queues=(Queue(ApplicationTask.DECIDE, "applications to decide", "accreditation:queue"),),
    figures=(DECIDE_WITHIN, RENEWAL_NOTICE),
    sentences=SENTENCES,
    keeps=KEEPS,
    stores=STORES,
    samples=SAMPLES,
)
