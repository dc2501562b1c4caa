"""Making a council: itself, its host names, and what each room has a new one begin with."""

from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction

from marketplace.accounts.models import Authority, AuthorityHost
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import MAY_MAKE_COUNCILS
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.rooms import collected
from marketplace.council.errors import CouncilRefused
from marketplace.council.rules import CouncilAnswers


@transaction.atomic
def start_council(
    *, by: Viewer, answers: CouncilAnswers, demo_anchor: date | None = None
) -> Authority:
    """A council of these answers, which nobody has looked at here, with every room's pack in it.

    Only a machine that acts for every council makes one: each is made before anybody is in it.
    Raises CouncilRefused where another is made at this moment with a short word or host of its.
    """
    check(by, MAY_MAKE_COUNCILS, by.council_id)
    authority = _council(answers, demo_anchor)
    within = replace(by, authority=authority)
    record(event="council_made", by=within, subject=authority, hosts=len(answers.hosts))
    for pack in collected().packs:
        if pack.start:
            pack.start(by=within, authority=authority)
    return authority


def _council(answers: CouncilAnswers, demo_anchor: date | None) -> Authority:
    """The council and its host names, the main one first."""
    texts = {key: value for key, value in vars(answers).items() if key != "hosts"}
    try:
        with transaction.atomic():
            authority = Authority.objects.create(**texts, demo_anchor_date=demo_anchor)
            AuthorityHost.objects.bulk_create(
                AuthorityHost(authority=authority, host=host) for host in answers.hosts
            )
    except IntegrityError as error:
        raise CouncilRefused(problem("council_made_meanwhile")) from error
    return authority
