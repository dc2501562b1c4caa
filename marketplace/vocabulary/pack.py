"""The words of a new council."""

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import MAY_MAKE_COUNCILS
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.vocabulary.actions import write_statutory_frameworks
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.starter import starter_terms


@transaction.atomic
def start_vocabulary(*, by: Viewer, authority: Authority) -> None:
    """The starter terms that the council has none of, by their codes, and the outcomes of the law.

    A renamed one is left alone.
    """
    check(by, MAY_MAKE_COUNCILS, authority.pk)
    held = set(Term.objects.filter(authority=authority).values_list("kind", "code"))
    made = Term.objects.bulk_create(
        Term(authority=authority, kind=kind, code=code, label=label, position=position)
        for position, (kind, code, label) in enumerate(starter_terms())
        if (kind, code) not in held
    )
    write_statutory_frameworks(by=by, authority=authority)
    record(event="vocabulary_started", by=by, subject=authority, terms=len(made))
