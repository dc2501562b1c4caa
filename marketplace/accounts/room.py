"""What this room declares."""

from marketplace.accounts.health import CHECKS
from marketplace.accounts.keeps import KEEPS
from marketplace.accounts.models import AuthorityHost, Team
from marketplace.accounts.rules import (
    MAY_COUNT_TRIES,
    MAY_GIVE_ROLES,
    MAY_KEEP_ANSWERS,
    MAY_MAKE_COUNCILS,
)
from marketplace.accounts.samples import SAMPLES
from marketplace.accounts.wording import SENTENCES
from marketplace.core.rooms import Pack, Room

ROOM = Room(
    name="accounts",
    urls="marketplace.accounts.urls",
    pages="Your account and answers that are not saved",
    permissions=(MAY_COUNT_TRIES, MAY_GIVE_ROLES, MAY_KEEP_ANSWERS, MAY_MAKE_COUNCILS),
    sentences=SENTENCES,
    pack=Pack(
        otherwise={
            AuthorityHost: "whoever makes the council names them",
            Team: "its administrators form them",
        }
    ),
    keeps=KEEPS,
    samples=SAMPLES,
    health=CHECKS,
)
