"""Search that holds too little, starts from damage, or finds the wrong listings says so."""

from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from search import health
from search.backends.embedded import EmbeddedBackend
from search.models import SearchDocumentRow
from search.queries import TableSource, backend
from tests.factories.accounts import make_authority
from tests.factories.search import make_found_listing
from tests.search.damage import HARMS, files_of


def test_index_with_as_many_documents_as_the_table_is_well(
    transactional_db: None, at: datetime
) -> None:
    make_found_listing("Hand rails")
    found = health.index(at)
    assert found.is_well
    assert found.gauges[0].value == 1


@pytest.mark.django_db
def test_index_that_holds_too_little_names_its_council(at: datetime) -> None:
    make_found_listing("Hand rails")
    with patch.object(EmbeddedBackend, "holds", return_value=0):
        assert make_authority().slug in health.index(at).sentence


def test_snapshot_that_is_damaged_names_its_council(
    transactional_db: None, tmp_path: Path, at: datetime
) -> None:
    make_found_listing("Hand rails")
    engine = EmbeddedBackend(TableSource(), tmp_path)
    with patch.object(health, "backend", return_value=engine):
        engine.rebuild(make_authority().pk)
        assert health.snapshots(at).is_well
        (snapshot,) = (tmp_path / str(make_authority().pk)).glob("v*")
        HARMS[0](files_of(snapshot)[0])
        assert make_authority().slug in health.snapshots(at).sentence
        assert health.index(at).is_well


@pytest.mark.django_db
def test_public_listing_without_its_document_is_seen(at: datetime) -> None:
    make_found_listing("Hand rails")
    assert health.documents(at).is_well
    SearchDocumentRow.objects.all().delete()
    assert not health.documents(at).is_well
    backend.cache_clear()
