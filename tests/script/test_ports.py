"""A port that is held: whoever comes second is refused, in words that say what to do."""

import socket

import pytest

from tests.script.conftest import Load


def sharing_socket() -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return made


def test_listen_when_taken_names_the_port_and_offers_another(load: Load) -> None:
    ports, house = load("ports"), load("house")
    with ports.listen(ports.free_port()) as first:
        number = first.getsockname()[1]
        with pytest.raises(house.Stop, match=rf"port {number} .* is taken.*--port {number + 1}"):
            ports.listen(number)


def test_listen_when_one_that_shares_came_first_leaves_it_deaf(load: Load) -> None:
    """A server that asks for SO_REUSEPORT has bound the port, and does not listen yet."""
    ports = load("ports")
    with sharing_socket() as early:
        early.bind((ports.HOST, 0))
        with ports.listen(early.getsockname()[1]), pytest.raises(OSError, match="in use"):
            early.listen()


def test_listen_when_it_has_the_port_leaves_none_to_one_that_shares(load: Load) -> None:
    ports = load("ports")
    with (
        ports.listen(ports.free_port()) as held,
        sharing_socket() as late,
        pytest.raises(OSError, match="in use"),
    ):
        late.bind(held.getsockname())


@pytest.mark.parametrize("port", [-1, 0, 65_536, 10**12])
def test_listen_when_there_is_no_such_port_says_how_far_they_go(load: Load, port: int) -> None:
    with pytest.raises(load("house").Stop, match="from 1 to 65535"):
        load("ports").listen(port)


def test_why_not_when_the_port_is_roots_says_so(load: Load) -> None:
    assert "only root may use port 80" in load("ports").why_not(80, PermissionError())
