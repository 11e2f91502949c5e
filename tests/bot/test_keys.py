"""Keys from DNS: asked for once, with patience for seconds; who does not answer is left alone a while."""

import socket
import threading
from collections.abc import Callable, Iterator
from unittest.mock import patch

import dns.message
import dns.rcode
import dns.rrset
import pytest
from dns.resolver import Resolver

from bot.identity import Keys

NAME = "s1._domainkey.solsikken.example"


class Clock:
    """Stands still until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Zone:
    """Answers as told, and counts."""

    def __init__(self, *answers: tuple[bytes | None, float] | OSError) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, name: str) -> tuple[bytes | None, float]:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if isinstance(answer, OSError):
            raise answer
        return answer


def test_a_key_is_remembered_as_long_as_it_holds() -> None:
    clock, zone = Clock(), Zone((b"v=DKIM1", 100.0))
    keys = Keys(zone, clock)
    assert [keys(NAME), keys(NAME)] == [b"v=DKIM1"] * 2
    clock.now = 101.0
    keys(NAME)
    assert zone.asked == 2


def test_that_there_is_none_is_remembered_for_minutes() -> None:
    clock, zone = Clock(), Zone((None, 9999.0))
    keys = Keys(zone, clock)
    assert [keys(NAME), keys(NAME)] == [None, None]
    clock.now = 301.0
    keys(NAME)
    assert zone.asked == 2


def test_a_domain_that_does_not_answer_rests_a_minute() -> None:
    clock, zone = Clock(), Zone(TimeoutError(), (b"v=DKIM1", 100.0))
    keys = Keys(zone, clock)
    for _ in range(3):
        with pytest.raises(OSError, match=r"^$|lately"):
            keys(NAME)
    assert zone.asked == 1
    assert keys("s1._domainkey.other.example") == b"v=DKIM1"
    clock.now = 61.0
    assert keys(NAME) == b"v=DKIM1"


def test_no_more_than_so_many_keys_are_kept() -> None:
    zone = Zone((b"v=DKIM1", 100.0))
    keys = Keys(zone, Clock())
    for number in range(2100):
        keys(f"s{number}.example")
    assert len(keys._known) == 2000


Reply = Callable[[dns.message.Message], dns.message.Message]


@pytest.fixture
def server() -> Iterator[Callable[[Reply], None]]:
    """A name server on this machine, which replies as told; the resolver asks it."""
    reply: list[Reply] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], ear.getsockname()[1]

        def serve() -> None:
            wire, asker = ear.recvfrom(4096)
            ear.sendto(reply[0](dns.message.make_response(dns.message.from_wire(wire))).to_wire(), asker)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with patch("bot.identity.Resolver", lambda: resolver):
            yield reply.append
        thread.join()


def test_a_long_key_comes_in_pieces(server: Callable[[Reply], None]) -> None:
    def reply(response: dns.message.Message) -> dns.message.Message:
        response.answer.append(dns.rrset.from_text(f"{NAME}.", 60, "IN", "TXT", '"v=DKIM1; " "p=MIIB"'))
        return response

    server(reply)
    assert Keys()(NAME) == b"v=DKIM1; p=MIIB"


def test_a_name_that_is_not_there_has_no_key(server: Callable[[Reply], None]) -> None:
    def reply(response: dns.message.Message) -> dns.message.Message:
        response.set_rcode(dns.rcode.NXDOMAIN)
        return response

    server(reply)
    assert Keys()(NAME) is None


def test_a_server_in_trouble_is_no_answer(server: Callable[[Reply], None]) -> None:
    def reply(response: dns.message.Message) -> dns.message.Message:
        response.set_rcode(dns.rcode.SERVFAIL)
        return response

    server(reply)
    with pytest.raises(OSError, match="NoNameservers"):
        Keys()(NAME)
