"""Reads of search: a page of results, what an engine indexes, and what a council's codes mean."""

from search.queries.documents import (
    CHUNK,
    TableSource,
    documents_at,
    lines_before,
    supplier_ids_of,
)
from search.queries.finding import ResultsPage, backend, council_words, find
from search.queries.rebuilding import (
    councils,
    ids_over,
    ids_with_or_due_a_document,
    listings_at,
)

__all__ = [
    "CHUNK",
    "ResultsPage",
    "TableSource",
    "backend",
    "council_words",
    "councils",
    "documents_at",
    "find",
    "ids_over",
    "ids_with_or_due_a_document",
    "lines_before",
    "listings_at",
    "supplier_ids_of",
]
