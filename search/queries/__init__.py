"""Reads of search: a page of results, what an engine indexes, and what a council's codes mean."""

from search.queries.documents import CHUNK, TableSource, lines_before
from search.queries.finding import ResultsPage, backend, find
from search.queries.labels import council_words
from search.queries.rebuilding import (
    councils,
    ids_over,
    ids_with_or_due_a_document,
    supplier_ids_of,
)

__all__ = [
    "CHUNK",
    "ResultsPage",
    "TableSource",
    "backend",
    "council_words",
    "councils",
    "find",
    "ids_over",
    "ids_with_or_due_a_document",
    "lines_before",
    "supplier_ids_of",
]
