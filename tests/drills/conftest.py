"""What the drills share: the scripts' own modules as the scripts' tests load them, a site in
production, and one PostgreSQL that is migrated once."""

import importlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.own_postgresql import OwnServer, migrate
from tests.drills.production import Proxy, Site, free_port
from tests.script.conftest import SCRIPT, load

__all__ = ["load"]


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """One for all drills that only ask it: its demo takes a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SCRIPT)
        services = importlib.import_module("services")
        # Not pytest's own folder: the name of a socket's file may be 107 bytes long.
        folder = Path(tempfile.mkdtemp(prefix="handrail-site-"))
        try:
            programs = services.postgres_bin()
            with services.postgres(programs) as address:
                migrate(address, programs, folder)
                made = Site(folder, address)
                made.prepare()
                yield made
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            for file in SCRIPT.glob("*.py"):
                sys.modules.pop(file.stem, None)


@pytest.fixture(scope="session")
def proxied(site: Site) -> Iterator[Proxy]:
    """The site behind nginx with the reference file, over a socket's file."""
    folder = site.folder / "nginx"
    folder.mkdir()
    proxy = Proxy(folder, free_port())
    words = ["--socket", str(proxy.socket)]
    with site.served(*words, where=proxy.socket), proxy.running(site.var, free_port()):
        yield proxy


@pytest.fixture(scope="session")
def own_postgresql() -> Iterator[OwnServer]:
    server = OwnServer()
    try:
        server.start()
        server.migrate()
        yield server
    finally:
        server.close()
