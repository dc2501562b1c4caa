"""What the drills of kills and restarts need in a database: `python -m tests.drills.load_child`.

A council at the loopback address with public listings, a supplier's user and a checker who are signed
in, a finance officer, and two accounts with a plan that payments may match. Says it as JSON.
"""

import json
import sys
from importlib import import_module

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402

from marketplace.accounts.models import User  # noqa: E402
from marketplace.accounts.rules import Role  # noqa: E402
from marketplace.core.clock import now  # noqa: E402
from payments.cards.actions import save_csv_mapping  # noqa: E402
from payments.gateway.statements import CsvMapping  # noqa: E402
from tests.drills.load import ACCOUNTS, HEADINGS, LISTINGS  # noqa: E402
from tests.factories.accounts import as_viewer, make_authority, make_user  # noqa: E402
from tests.factories.accreditation import make_accreditation  # noqa: E402
from tests.factories.cards import IMPORTER  # noqa: E402
from tests.factories.listings import make_public_listing  # noqa: E402
from tests.factories.reconciliation import make_money  # noqa: E402
from tests.factories.suppliers import make_supplier_with_user  # noqa: E402
from tests.factories.vocabulary import make_vocabulary  # noqa: E402

DATE, PAYEE, MEMO, AMOUNT = HEADINGS


def session_of(user: User) -> str:
    """The cookie of somebody who has just signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


council = make_authority("fernshire", "127.0.0.1")
today = now().date()
terms = list(make_vocabulary(council).values())
supplier, user = make_supplier_with_user(authority=council)
make_accreditation(supplier, valid_until=today.replace(year=today.year + 2, day=1))
listings = [
    make_public_listing(supplier, title=f"Garden help {number}", confirmed_date=today, terms=terms)
    for number in range(LISTINGS)
]
finance = make_user(Role.FINANCE, authority=council)
accounts = []
for number in range(ACCOUNTS):
    money = make_money(f"Person {number}", authority=council)
    columns = CsvMapping(date=DATE, payee=PAYEE, description=MEMO, amount=AMOUNT)
    by = as_viewer(IMPORTER, now(), council)
    save_csv_mapping(by=by, account_id=money.account.pk, mapping=columns)
    accounts.append(money.account)
call_command("rebuild_search_index")
checker = make_user(Role.ACCREDITOR, authority=council)
told = {
    "supplier": str(supplier.public_id),
    "listings": [[listing.pk, str(listing.public_id)] for listing in listings],
    "accounts": [[one.pk, one.ledger_account_id, str(one.public_id)] for one in accounts],
    "sessions": {
        "supplier": session_of(user),
        "checker": session_of(checker),
        "finance": session_of(finance),
    },
}
sys.stdout.write(f"\n{json.dumps(told)}\n")
