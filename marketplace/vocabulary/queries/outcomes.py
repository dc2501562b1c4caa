"""The outcomes that a plan may be for."""

from datetime import date

from marketplace.vocabulary.models import OutcomeFramework, OutcomeTerm
from marketplace.vocabulary.rules import STATUTORY_CODES, OutcomesFor


def outcome_terms(authority_id: int, for_whom: OutcomesFor, on: date) -> list[OutcomeTerm]:
    """The outcomes that a council's plans for a kind of person may be for on a day. One query.

    Each with its framework, those of one framework together.
    """
    frameworks = OutcomeFramework.objects.in_force(on).filter(authority=authority_id)
    return list(
        OutcomeTerm.objects.filter(framework__in=frameworks.filter(for_whom=for_whom))
        .select_related("framework")
        .order_by("framework__from_date", "framework_id", "position", "pk")
    )


def statutory_terms(authority_id: int, for_whom: OutcomesFor) -> list[OutcomeTerm]:
    """A council's rows of the outcomes that the law names for a kind of person. One query."""
    return list(
        OutcomeTerm.objects.filter(
            framework__authority=authority_id,
            framework__for_whom=for_whom,
            framework__code__in=STATUTORY_CODES,
        )
    )
