from datetime import date
from itertools import islice

from marketplace.generator.documents import endless_documents
from search.bench import queries_of


def test_queries_when_made_from_documents_are_200_and_ask_for_what_documents_hold() -> None:
    sample = list(islice(endless_documents(3, date(2026, 9, 21), authority_id=1), 60))
    asked = queries_of(sample, seed=3)
    assert len(asked) == 200
    assert asked == queries_of(sample, seed=3)
    held = {code for doc in sample for codes in doc.codes.values() for code in codes}
    chosen = {
        code for query in asked for facet in ("category", "need") for code in query.chosen(facet)
    }
    assert chosen
    assert chosen <= held
