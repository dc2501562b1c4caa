"""What load balancers and scrapers are told, by whatever host they ask."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from marketplace.core.findings import Gauge, HealthCheck, HealthFinding, Weight
from marketplace.core.rooms import Room, Rooms
from marketplace.portal import examination
from marketplace.portal.examination import Examiner

GAUGE = Gauge("handrail_things_count", 3, "Things.", {"lane": "urgent"})


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """What the only two checks find; may be changed."""
    answers = {"stops": True, "warns": True}
    only = Rooms([Room("planted", health=tuple(planted(name, answers) for name in answers))])
    monkeypatch.setattr(examination, "_here", Examiner())
    monkeypatch.setattr(examination, "collected", lambda: only)
    return answers


def planted(name: str, answers: dict[str, bool]) -> HealthCheck:
    return HealthCheck(
        name,
        lambda at: HealthFinding(answers[name], "Wilhelmina is here.", "Ask her.", (GAUGE,)),
        Weight(name),
        valid_for=timedelta(0),
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.5", "nowhere.example", "[::1]"])
def test_process_that_answers_says_so_to_any_host_without_https(
    settings: Settings, host: str
) -> None:
    settings.ALLOWED_HOSTS = ["handrail.example"]
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/healthz", headers={"host": host})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("stops", "warns", "status"),
    [(True, True, 200), (True, False, 200), (False, True, 503), (False, False, 503)],
)
@pytest.mark.django_db
def test_readiness_is_lost_by_what_stops_the_site_alone(
    found: dict[str, bool], settings: Settings, stops: bool, warns: bool, status: int
) -> None:
    settings.ALLOWED_HOSTS = []
    found.update(stops=stops, warns=warns)
    answer = Client().get("/readyz", headers={"host": "10.0.0.5"})
    assert answer.status_code == status
    assert json.loads(answer.content) == {
        "ready": stops,
        "checks": {
            "stops": {"ok": stops, "stops": True},
            "warns": {"ok": warns, "stops": False},
        },
    }


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_operators_addresses_are_only_read(path: str) -> None:
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer wrong", "Basic secret", "Bearer sécret"])
@pytest.mark.parametrize("token", ["", "secret"])
def test_metrics_without_the_token_are_not_there(settings: Settings, sent: str, token: str) -> None:
    settings.METRICS_TOKEN = token
    assert Client().get("/metrics", headers={"authorization": sent}).status_code == 404


@pytest.mark.django_db
def test_metrics_with_the_token_hold_checks_and_figures(
    found: dict[str, bool], settings: Settings
) -> None:
    settings.METRICS_TOKEN = "secret"
    found["warns"] = False
    answer = Client().get("/metrics", headers={"authorization": "Bearer secret"})
    lines = answer.content.decode().splitlines()
    assert 'handrail_check_ok{check="warns",weight="warns"} 0' in lines
    assert 'handrail_things_count{lane="urgent"} 3' in lines
    assert any(line.startswith("handrail_http_requests_total") for line in lines)
    assert "Wilhelmina" not in answer.content.decode()


@pytest.mark.django_db
def test_doctor_says_what_to_do_and_ends_with_status_1(
    found: dict[str, bool], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("doctor")
    assert "All 2 checks are well." in capsys.readouterr().out
    found["stops"] = False
    with pytest.raises(CommandError, match="1 of 2 checks"):
        call_command("doctor")
    said = capsys.readouterr().out
    assert "WRONG stops: Wilhelmina is here. The site cannot serve.\n      Ask her.\n" in said
    assert "ok    warns: Wilhelmina is here.\n" in said


@pytest.mark.django_db(transaction=True)
def test_site_without_a_worker_is_ready_and_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(examination, "_here", Examiner())
    answer = Client().get("/readyz")
    checks = json.loads(answer.content)["checks"]
    assert answer.status_code == 200
    assert not checks["worker"]["ok"]
    assert {name for name, told in checks.items() if told["stops"]} == {
        "database",
        "migrations",
        "disk",
        "static_files",
    }
    assert all(checks[name]["ok"] for name in ("search_index", "ledger_seals", "parked_jobs"))
