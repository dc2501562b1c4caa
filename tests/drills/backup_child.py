"""What a process of the backup drill does: `python -m tests.drills.backup_child WORD`.

`prepare` makes a council with public listings. `load` changes things until its stdin closes, and says a line for each thing once that is committed: a statement imported, a listing edited, a copy of
evidence replaced, which removes the one before.
"""

import os
import select
import sys
from datetime import date
from itertools import count

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402

from marketplace.accounts.models import Authority  # noqa: E402
from marketplace.accreditation.actions.evidence import save_evidence  # noqa: E402
from marketplace.core.clock import now  # noqa: E402
from marketplace.listings.actions.offering import set_availability  # noqa: E402
from marketplace.listings.rules import DayPart  # noqa: E402
from payments.cards.actions import import_statement  # noqa: E402
from tests.factories.accounts import as_viewer, make_authority  # noqa: E402
from tests.factories.accreditation import (  # noqa: E402
    PDF,
    criteria_asked,
    make_accreditation,
    make_application,
    make_scheme,
)
from tests.factories.cards import IMPORTER, csv_statement, make_money_account  # noqa: E402
from tests.factories.listings import make_listing, make_public_listing  # noqa: E402
from tests.factories.suppliers import make_supplier, make_supplier_with_user  # noqa: E402

LINES, LISTINGS = 40, 20
WORDS = ("garden", "shopping", "night", "morning")


def is_told_to_end() -> bool:
    """Whether stdin was closed."""
    return bool(select.select([sys.stdin], [], [], 0)[0])


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def prepare() -> None:
    """A council at the loopback address, with listings that are public today."""
    council = make_authority("fernshire", "127.0.0.1")
    today = now().date()
    for number in range(LISTINGS):
        supplier = make_supplier(authority=council)
        make_accreditation(supplier, valid_until=today.replace(year=today.year + 2, day=1))
        title = f"{WORDS[number % len(WORDS)].title()} help {number}"
        make_public_listing(supplier, title=title, confirmed_date=today)
    call_command("rebuild_search_index")


def load() -> None:
    """All three in turn, as fast as it can."""
    council = Authority.objects.get(slug="fernshire")
    account = make_money_account(authority=council)
    supplier, user = make_supplier_with_user(authority=council)
    user_viewer = as_viewer(user, now(), council)
    # Other numbers than the factories gave in the process that prepared.
    listing = make_listing(supplier, title="Under load", slug="under-load")
    scheme = make_scheme(authority=council, code="under-load")
    application = make_application(supplier, scheme, with_evidence=False)
    criterion = criteria_asked(scheme).get(mandatory=True)
    for number in count():
        if is_told_to_end():
            return
        data = csv_statement(LINES, start=number * LINES)
        importer = as_viewer(IMPORTER, now(), council)
        import_statement(by=importer, account=account, data=data, filename=f"{number}.csv")
        say("imported")
        slots = [(number % 7, DayPart.MORNING)]
        set_availability(by=user_viewer, listing_id=listing.pk, slots=slots)
        say("edited")
        save_evidence(
            by=user_viewer,
            application_id=application.pk,
            criterion_id=criterion.pk,
            issuer="Harbour Mutual",
            reference=f"HM/{number}",
            issued_date=date(2026, 3, 1),
            expires_date=date(2027, 3, 1),
            upload=SimpleUploadedFile("cover.pdf", PDF + os.urandom(50_000)),
        )
        say("uploaded")


{"prepare": prepare, "load": load}[sys.argv[1]]()
