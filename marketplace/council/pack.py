"""Making a council: itself, its host names, and what each room has a new one begin with."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from marketplace.accounts.models import Authority, AuthorityHost
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import MAY_MAKE_COUNCILS
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.rooms import collected
from marketplace.council.rules import CouncilAnswers


@transaction.atomic
def start_council(
    *, by: Viewer, answers: CouncilAnswers, demo_anchor: date | None = None
) -> Authority:
    """A council of these answers, which nobody has looked at here, with every room's pack in it.

    Only a machine that acts for every council makes one: each is made before anybody is in it.
    """
    check(by, MAY_MAKE_COUNCILS, by.council_id)
    authority = Authority.objects.create(
        slug=answers.slug,
        name=answers.name,
        short_name=answers.short_name,
        ons_code=answers.ons_code,
        help_phone=answers.help_phone,
        help_hours=answers.help_hours,
        email=answers.email,
        demo_anchor_date=demo_anchor,
    )
    AuthorityHost.objects.bulk_create(
        AuthorityHost(authority=authority, host=host) for host in answers.hosts
    )
    within = replace(by, authority=authority)
    record(event="council_made", by=within, subject=authority, hosts=len(answers.hosts))
    for pack in collected().packs:
        if pack.start:
            pack.start(by=within, authority=authority)
    return authority
