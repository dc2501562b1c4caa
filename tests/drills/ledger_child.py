"""What a process of the seal drill does: `python -m tests.drills.ledger_child WORD`, until its stdin closes.

`post` says the reference of each transfer once its transaction is committed; `seal` says a line for
each sealing.
"""

import os
import random
import select
import sys
from itertools import count

import django

django.setup()

from django.db import transaction  # noqa: E402

from marketplace.accounts.models import Authority  # noqa: E402
from payments.ledger.actions import post_transfers, seal_ledger  # noqa: E402
from payments.ledger.models import Account  # noqa: E402
from tests.factories.accounts import (  # noqa: E402
    as_viewer,
    make_authority,
    make_other_authority,
)
from tests.factories.ledger import IMPORTER, make_account, new_transfer  # noqa: E402

#: Transfers in one transaction at most: the more, the longer their numbers wait to be committed.
MOST = 6
chance = random.Random(os.getpid())


def prepare() -> None:
    """Two councils, with two accounts each."""
    for council in (make_authority(), make_other_authority()):
        make_account(authority=council)
        make_account(authority=council)


def is_told_to_end() -> bool:
    """Whether stdin was closed."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def post() -> None:
    councils = {
        council.pk: list(Account.objects.filter(authority=council).order_by("pk"))
        for council in Authority.objects.order_by("pk")
    }
    for number in count():
        if is_told_to_end():
            return
        authority_id, (debit, credit) = chance.choice(list(councils.items()))
        references = [f"{os.getpid()}-{number}-{part}" for part in range(chance.randint(1, MOST))]
        with transaction.atomic():
            for reference in references:
                post_transfers(
                    by=as_viewer(IMPORTER),
                    authority_id=authority_id,
                    transfers=[new_transfer(debit, credit, reference=reference)],
                )
        for reference in references:
            say(reference)


def seal() -> None:
    while not is_told_to_end():
        seal_ledger(by=as_viewer(IMPORTER))
        say("sealed")


{"prepare": prepare, "post": post, "seal": seal}[sys.argv[1]]()
