"""Who may see a person and who looked, who is around them, and what is known of them."""

from marketplace.people.queries.around import (
    FOUND_SHOWN,
    Facts,
    acting_viewer,
    facts_of,
    helper_lines,
    latest_findings,
    own_person,
    people_called,
    people_helped,
    people_named,
    scopes_held,
    users_near,
    worker_of,
)
from marketplace.people.queries.equality import EqualityCount, equality_answers, equality_counts
from marketplace.people.queries.reaching import Reach, reach_of
from marketplace.people.queries.risks import risks_of
from marketplace.people.queries.sight import (
    speaks_for_themselves,
    users_around,
    who_sees,
)

__all__ = [
    "FOUND_SHOWN",
    "EqualityCount",
    "Facts",
    "Reach",
    "acting_viewer",
    "equality_answers",
    "equality_counts",
    "facts_of",
    "helper_lines",
    "latest_findings",
    "own_person",
    "people_called",
    "people_helped",
    "people_named",
    "reach_of",
    "risks_of",
    "scopes_held",
    "speaks_for_themselves",
    "users_around",
    "users_near",
    "who_sees",
    "worker_of",
]
