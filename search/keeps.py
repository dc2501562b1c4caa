"""What search keeps: copies of what is public, and ids."""

from marketplace.core.retention import Kept, Never
from search.models import ChangeLog, SearchDocumentRow

KEEPS = (
    Kept(
        SearchDocumentRow,
        "Copies of public listings",
        Never("it goes with the commit that hides its listing"),
    ),
    Kept(ChangeLog, "Which listings changed", Never("it holds ids alone")),
)
