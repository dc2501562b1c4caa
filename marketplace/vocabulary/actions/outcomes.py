"""The outcomes that a council's plans are for: those of the law, and its own beside them."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.transactions import require_transaction
from marketplace.vocabulary.errors import VocabularyError
from marketplace.vocabulary.models import OutcomeFramework, OutcomeTerm
from marketplace.vocabulary.queries import statutory_terms
from marketplace.vocabulary.rules import (
    LAW_SINCE,
    MAY_SET_OUTCOMES,
    STATUTORY,
    OutcomesFor,
    framework_end_problems,
    framework_problems,
    outcome_term_problems,
    tidy_label,
)


def write_statutory_frameworks(*, by: Viewer, authority: Authority) -> None:
    """Part of another action, whose permission covers it: what a council has of the law's outcomes."""
    require_transaction()
    Authority.objects.select_for_update().get(pk=authority.pk)
    for named in STATUTORY:
        framework, made = OutcomeFramework.objects.get_or_create(
            authority=authority,
            code=named.code,
            defaults={
                "name": named.name,
                "for_whom": named.for_whom,
                "source": named.source,
                "from_date": LAW_SINCE,
            },
        )
        if not made:
            continue
        OutcomeTerm.objects.bulk_create(
            OutcomeTerm(
                framework=framework,
                code=one.code,
                label=one.label,
                search_for=one.search_for,
                paragraph=one.paragraph,
                position=position,
            )
            for position, one in enumerate(named.outcomes)
        )
        record(event="outcome_framework_adopted", by=by, subject=framework, code=named.code)


@transaction.atomic
def add_framework(
    *,
    by: Viewer,
    authority: Authority,
    name: str,
    for_whom: OutcomesFor,
    from_date: date,
    source: str = "",
) -> OutcomeFramework:
    """Begin a framework of the council's own. Its outcomes are added one by one.

    Raises VocabularyError for a name that the council has already.
    """
    check(by, MAY_SET_OUTCOMES, authority.pk)
    Authority.objects.select_for_update().get(pk=authority.pk)
    own = OutcomeFramework.objects.filter(authority=authority)
    name, source = tidy_label(name), source.strip()
    names = [each.name for each in own]
    VocabularyError.refuse_if_any(framework_problems(name, source, names))
    framework = OutcomeFramework.objects.create(
        authority=authority,
        code=f"own-{slugify(name)[:40]}-{len(own) + 1}",
        name=name,
        for_whom=for_whom,
        source=source,
        from_date=from_date,
    )
    record(event="outcome_framework_added", by=by, subject=framework, for_whom=for_whom.value)
    return framework


@transaction.atomic
def add_outcome_term(
    *,
    by: Viewer,
    framework: OutcomeFramework,
    label: str,
    part_of: Collection[int],
    search_for: str = "",
) -> OutcomeTerm:
    """Add an outcome to a framework of the council's own; `part_of` are ids of outcomes of the law.

    Raises VocabularyError for a framework of the law, a label it has, or without an outcome of the law.
    """
    _lock(by, framework)
    label, search_for = tidy_label(label), search_for.strip()
    of_law = statutory_terms(framework.authority_id, OutcomesFor(framework.for_whom))
    parts = [term for term in of_law if term.pk in part_of]
    taken = list(framework.terms.values_list("label", flat=True))
    VocabularyError.refuse_if_any(
        outcome_term_problems(
            label, search_for, taken, [term.pk for term in parts], statutory=framework.is_statutory
        )
    )
    term = OutcomeTerm.objects.create(
        framework=framework,
        code=f"{slugify(label)[:40]}-{len(taken) + 1}",
        label=label,
        search_for=search_for,
        position=len(taken),
    )
    term.part_of.set(parts)
    record(event="outcome_term_added", by=by, subject=framework, term=term.pk)
    return term


@transaction.atomic
def end_framework(*, by: Viewer, framework: OutcomeFramework, until_date: date) -> None:
    """Let no plan choose from a framework from a day on; plans keep what they have.

    Raises VocabularyError where plans of its kind of person would have no outcomes to choose from.
    """
    _lock(by, framework)
    others = (
        OutcomeFramework.objects.filter(
            authority=framework.authority_id, for_whom=framework.for_whom, terms__isnull=False
        )
        .exclude(pk=framework.pk)
        .filter(from_date__lte=until_date, until_date=None)
    )
    VocabularyError.refuse_if_any(
        framework_end_problems(
            framework.from_date,
            until_date,
            ended=framework.until_date is not None,
            others=others.exists(),
        )
    )
    framework.until_date = until_date
    framework.save(update_fields=["until_date"])
    record(event="outcome_framework_ended", by=by, subject=framework, until=str(until_date))


def _lock(by: Viewer, framework: OutcomeFramework) -> None:
    check(by, MAY_SET_OUTCOMES, framework.authority_id)
    # The whole council's: two who end its last two frameworks at once do so one after the other.
    Authority.objects.select_for_update().get(pk=framework.authority_id)
    framework.refresh_from_db()
