"""docs/deploy agrees with the code: names, limits and times that two sides must share."""

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import resolve

from marketplace.core.management.commands.serve import STOP_SECONDS
from marketplace.core.serving.rules import BODY_SECONDS, HEADER_SECONDS, SEND_SECONDS
from tests.conftest import ROOT

DEPLOY = ROOT / "docs" / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text()
CADDY = (DEPLOY / "Caddyfile").read_text()
UNITS = [DEPLOY / "handrail.service", DEPLOY / "handrail-worker.service"]
UPLOADS = "/accreditation/applications/{0}/evidence/1/ /money/imports/new/ /cms-admin/images/add/"


def unit(path: Path) -> ConfigParser:
    read = ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(path.read_text())
    return read


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found, pattern
    return int(found[1])


def test_variables_that_the_files_set_are_ones_that_production_reads() -> None:
    read = (ROOT / "marketplace/settings/production.py").read_text()
    read += (ROOT / "marketplace/settings/base.py").read_text()
    used = {
        name
        for file in DEPLOY.iterdir()
        if file.is_file()
        for name in re.findall(r"\bHANDRAIL_[A-Z_]+", file.read_text())
    }
    assert {name for name in used if f'"{name}"' not in read} == set()


def test_variables_that_production_reads_are_in_the_guide() -> None:
    read = (ROOT / "marketplace/settings/production.py").read_text()
    guide = (ROOT / "docs/operating.md").read_text()
    names = set(re.findall(r'"(HANDRAIL_[A-Z_]+)"', read))
    assert {name for name in names if f"`{name}`" not in guide} == set()


@pytest.mark.parametrize("file", ["compose.yaml", *(path.name for path in UNITS)])
def test_commands_that_the_files_start_are_ours(file: str) -> None:
    text = (DEPLOY / file).read_text()
    named = re.findall(r'manage\.py(?:", "| )([a-z_]+)', text)
    assert named
    assert set(named) <= set(get_commands())


def test_key_of_the_example_is_empty() -> None:
    lines = (DEPLOY / "handrail.env").read_text().splitlines()
    assert "HANDRAIL_SECRET_KEY=" in lines


def test_proxies_let_as_much_through_as_the_site_takes() -> None:
    most = settings.REQUEST_MAX_BYTES // 1_000_000
    form = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000
    for text, unit_of in ((NGINX, "m"), (CADDY, "MB")):
        caps = {int(size) for size in re.findall(rf"max_(?:body_)?size +(\d+){unit_of}\b", text)}
        assert len(caps) == 2
        assert max(caps) == most
        assert min(caps) > form


@pytest.mark.parametrize("address", UPLOADS.format("0" * 8 + "-0000-4000-8000-" + "0" * 12).split())
@pytest.mark.parametrize("text", [NGINX, CADDY], ids=["nginx", "Caddy"])
def test_addresses_that_take_files_are_the_sites(text: str, address: str) -> None:
    pattern = re.search(r"\^/\(accreditation\S+\)/", text)
    assert pattern
    assert re.match(pattern[0], address)
    assert resolve(address)


def test_proxies_give_up_idle_connections_before_the_server_does() -> None:
    assert number(r"keepalive 16;[^}]*keepalive_timeout (\d+)s", NGINX) < HEADER_SECONDS
    assert number(r"\bkeepalive (\d+)s", CADDY) < HEADER_SECONDS


def test_proxy_holds_a_visitor_no_longer_than_the_server_does() -> None:
    assert number(r"client_body_timeout +(\d+)s", NGINX) <= BODY_SECONDS
    assert number(r"client_header_timeout +(\d+)s", NGINX) <= HEADER_SECONDS
    assert number(r"send_timeout +(\d+)s", NGINX) <= SEND_SECONDS


def test_proxy_overwrites_what_a_visitor_says_of_himself() -> None:
    assert "proxy_set_header        X-Forwarded-For $remote_addr;" in NGINX
    assert "header_up X-Forwarded-For {remote_host}" in CADDY


def test_server_is_given_the_time_that_it_takes_to_stop() -> None:
    assert int(unit(UNITS[0])["Service"]["TimeoutStopSec"]) > STOP_SECONDS
    assert (
        f"stop_grace_period: {unit(UNITS[0])['Service']['TimeoutStopSec']}s"
        in (DEPLOY / "compose.yaml").read_text()
    )


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_start_again_what_ended_and_may_write_in_one_folder(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["Restart"] == "always"
    assert (service["ProtectSystem"], service["StateDirectory"]) == ("strict", "handrail")
    assert service["User"] == "handrail"
    assert service["NoNewPrivileges"] == "yes"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
@pytest.mark.parametrize("name", ["handrail.socket", *(path.name for path in UNITS)])
def test_units_are_what_systemd_reads(name: str, tmp_path: Path) -> None:
    """With a program that is there: the unit's own is on the server only."""
    for path in DEPLOY.glob("handrail*"):
        text = path.read_text().replace("/opt/handrail/.venv/bin/python", "/bin/true")
        (tmp_path / path.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "handrail" in line]
    assert (done.returncode, ours) == (0, [])
