"""Reads of search: a page of results, what an engine indexes, and what a council's codes mean."""

from search.queries.documents import CHUNK, TableSource, documents_at, lines_before
from search.queries.finding import ResultsPage, backend, find
from search.queries.labels import council_words
from search.queries.rebuilding import (
    councils,
    ids_over,
    ids_with_or_due_a_document,
    listings_at,
    supplier_ids_of,
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
