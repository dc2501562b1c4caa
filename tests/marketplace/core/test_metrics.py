"""Figures in the form that Prometheus reads, of all processes of a server together."""

import json
import os
from pathlib import Path

import pytest
from pytest_django import Settings

from marketplace.core import metrics
from marketplace.core.findings import Gauge
from marketplace.core.metrics import RequestCounts, gauge_lines, request_lines


@pytest.fixture(autouse=True)
def counts(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RequestCounts:
    settings.METRICS_DIR = tmp_path
    own = RequestCounts()
    monkeypatch.setattr(metrics, "counts", own)
    return own


def test_requests_are_counted_by_route_method_and_status(counts: RequestCounts) -> None:
    for status in (200, 200, 404):
        counts.add("search:results", "GET", status, 0.2)
    lines = list(request_lines())
    labels = 'route="search:results",method="GET",status="200"'
    assert f"handrail_http_requests_total{{{labels}}} 2" in lines
    assert (
        'handrail_http_request_duration_seconds_bucket{route="search:results",le="0.1"} 0' in lines
    )
    assert (
        'handrail_http_request_duration_seconds_bucket{route="search:results",le="0.25"} 3' in lines
    )
    assert 'handrail_http_request_duration_seconds_count{route="search:results"} 3' in lines
    assert 'handrail_http_request_duration_seconds_sum{route="search:results"} 0.6' in lines


def test_requests_of_another_process_of_the_server_are_added(counts: RequestCounts) -> None:
    other = RequestCounts()
    other.add("portal:home", "GET", 200, 20.0)
    other.write()
    counts.add("portal:home", "GET", 200, 0.01)
    text = "\n".join(request_lines())
    assert 'requests_total{route="portal:home",method="GET",status="200"} 2' in text
    assert 'bucket{route="portal:home",le="10.0"} 1' in text
    assert 'bucket{route="portal:home",le="+Inf"} 2' in text


def test_request_with_a_made_up_method_adds_no_label_of_its_own(counts: RequestCounts) -> None:
    counts.add("none", "WILHELMINA", 405, 0.1)
    assert 'method="other"' in "\n".join(request_lines())


def test_counts_when_the_disk_refuses_go_on(
    counts: RequestCounts, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    settings.METRICS_DIR = tmp_path / "file"
    counts.add("none", "GET", 200, 0.1)
    counts.write()
    assert counts.requests["none", "GET", "200"] == 1


def test_counts_of_a_server_that_is_long_gone_are_removed(
    counts: RequestCounts, tmp_path: Path
) -> None:
    gone = tmp_path / "0123456789abcdef"
    gone.mkdir()
    (gone / "a.json").write_text(json.dumps([[], [], []]))
    os.utime(gone, (0, 0))
    counts.add("none", "GET", 200, 0.1)
    assert not gone.exists()


def test_gauges_of_one_name_are_together_and_escaped() -> None:
    gauges = [
        Gauge("b_bytes", 2, "Second."),
        Gauge("a_seconds", 1.5, "First.", {"lane": 'of "mail"'}),
        Gauge("b_bytes", 3, "Second.", {"x": "y"}),
    ]
    assert list(gauge_lines(gauges)) == [
        "# HELP a_seconds First.",
        "# TYPE a_seconds gauge",
        'a_seconds{lane="of \\"mail\\""} 1.5',
        "# HELP b_bytes Second.",
        "# TYPE b_bytes gauge",
        "b_bytes 2",
        'b_bytes{x="y"} 3',
    ]
