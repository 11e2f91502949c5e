"""Sending, with aiosmtpd as the server that takes the mail, or does not, in every way."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiosmtplib
import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from mail import send as send_module
from mail.send import MailSender, PermanentMailError, TransientMailError
from mail.send_errors import as_mail_error
from tests.mail import tls_context

MAIL = b"From: service@nordlys.example\r\nSubject: hei\r\n\r\n.\r\nHei\r\n"
DESK = "service@nordlys.example"
KARI = "kari@kunde.example"
OLA = "ola@kunde.example"


class Relay:
    """The operator's mail server. ``answers`` replaces what it says to a command or a recipient."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.answers: dict[str, str] = {}
        self.options: list[str] = []
        self.connections: list[Connection] = []
        self.connected = asyncio.Event()

    async def handle_MAIL(
        self, server: SMTP, _s: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.options = options
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(
        self, server: SMTP, _s: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, _server: SMTP, _s: Any, envelope: Any) -> str:
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return "250 queued"


class Connection(SMTP):
    """One connection to the relay."""

    def __init__(self, relay: Relay, **options: Any) -> None:
        super().__init__(relay, hostname="relay.example", **options)
        self.left = asyncio.Event()
        relay.connections.append(self)
        relay.connected.set()

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.left.set()

    def breaks(self) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()


@contextlib.asynccontextmanager
async def relaying(
    relay: Relay, *, tls: ssl.SSLContext | None = None, port: int = 0, **options: Any
) -> AsyncIterator[tuple[str, int]]:
    """The relay at work; where it listens."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(relay, **options), "127.0.0.1", port, ssl=tls)
    try:
        yield "localhost", server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for connection in relay.connections:
            connection.breaks()
        await server.wait_closed()


@contextlib.asynccontextmanager
async def sending(where: tuple[str, int], **options: Any) -> AsyncIterator[MailSender]:
    sender = MailSender(host=where[0], port=where[1], hostname="nordlys.example", **options)
    try:
        yield sender
    finally:
        await sender.close()


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[object]]


@contextlib.asynccontextmanager
async def rude_relay(talk: Talk) -> AsyncIterator[tuple[str, int]]:
    """A server that does just what the test says, then closes."""
    writers: list[asyncio.StreamWriter] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with contextlib.suppress(ConnectionError):
            await talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield "127.0.0.1", server.sockets[0].getsockname()[1]
        for writer in writers:
            writer.close()
            await writer.wait_closed()


async def test_a_mail_reaches_the_server_as_it_is() -> None:
    relay = Relay()
    async with relaying(relay) as where, sending(where) as sender:
        await sender.send(MAIL, DESK, [KARI, OLA])
    assert relay.mails == [(DESK, [KARI, OLA], MAIL)]
    assert relay.options == [f"SIZE={len(MAIL)}"]


async def test_automatic_mail_has_no_return_path() -> None:
    relay = Relay()
    async with relaying(relay) as where, sending(where) as sender:
        await sender.send(MAIL, "", [KARI])
    assert relay.mails[0][0] == "<>"


async def test_a_burst_shares_one_connection() -> None:
    relay = Relay()
    async with relaying(relay) as where, sending(where) as sender:
        await asyncio.gather(*(sender.send(b"%d\r\n" % number, DESK, [KARI]) for number in range(20)))
        assert len(relay.connections) == 1
    assert sorted(int(mail) for _, _, mail in relay.mails) == list(range(20))


async def test_an_idle_connection_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send_module, "_KEPT_OPEN", 0.0)
    relay = Relay()
    async with relaying(relay) as where, sending(where) as sender:
        await sender.send(MAIL, DESK, [KARI])
        await relay.connections[0].left.wait()
        await sender.send(MAIL, DESK, [KARI])
    assert len(relay.connections) == 2


async def test_a_connection_that_died_meanwhile_is_made_anew() -> None:
    relay = Relay()
    async with relaying(relay) as where, sending(where) as sender:
        await sender.send(MAIL, DESK, [KARI])
        relay.connections[0].breaks()
        await sender.send(MAIL, DESK, [OLA])
    assert [recipients for _, recipients, _ in relay.mails] == [[KARI], [OLA]]


@pytest.mark.parametrize("command", ["MAIL", KARI, "DATA"])
async def test_a_temporary_no_is_tried_again(command: str) -> None:
    relay = Relay()
    relay.answers[command] = "451 4.7.1 Greylisted, come back in 5 minutes"
    async with relaying(relay) as where, sending(where) as sender:
        with pytest.raises(TransientMailError, match="Greylisted") as caught:
            await sender.send(MAIL, DESK, [KARI])
        relay.answers.clear()
        await sender.send(MAIL, DESK, [KARI])
    assert caught.value.retry_after == 300
    assert (len(relay.mails), len(relay.connections)) == (1, 1)


@pytest.mark.parametrize("command", ["MAIL", KARI, "DATA"])
async def test_a_final_no_is_final(command: str) -> None:
    relay = Relay()
    relay.answers[command] = "550 5.1.1 No such user"
    async with relaying(relay) as where, sending(where) as sender:
        with pytest.raises(PermanentMailError, match=r"550 5\.1\.1 No such user") as caught:
            await sender.send(MAIL, DESK, [KARI])
    assert caught.value.code == 550
    assert caught.value.delivered == ()


async def test_when_some_are_refused_the_others_have_the_mail() -> None:
    relay = Relay()
    relay.answers[OLA] = "550 5.1.1 No such user"
    async with relaying(relay) as where, sending(where) as sender:
        with pytest.raises(PermanentMailError) as caught:
            await sender.send(MAIL, DESK, [KARI, OLA])
    assert relay.mails[0][1] == [KARI]
    assert caught.value.delivered == (KARI,)
    assert [(one.recipient, one.code) for one in caught.value.refusals] == [(OLA, 550)]


async def test_of_mixed_refusals_only_the_temporary_are_tried_again() -> None:
    relay = Relay()
    relay.answers |= {KARI: "450 4.2.1 Mailbox busy", OLA: "550 5.1.1 No such user"}
    async with relaying(relay) as where, sending(where) as sender:
        with pytest.raises(TransientMailError) as caught:
            await sender.send(MAIL, DESK, [KARI, OLA, "per@kunde.example"])
    assert caught.value.try_again == (KARI,)
    assert caught.value.delivered == ("per@kunde.example",)
    assert caught.value.reason == f"{KARI}: 450 4.2.1 Mailbox busy; {OLA}: 550 5.1.1 No such user"


async def test_a_server_that_is_not_there_is_tried_again() -> None:
    async with rude_relay(lambda reader, writer: asyncio.sleep(0)) as where:
        pass
    async with sending(where) as sender:
        with pytest.raises(TransientMailError, match="Error connecting"):
            await sender.send(MAIL, DESK, [KARI])


@pytest.mark.parametrize("host", ["no-such-host.invalid", "ø" * 80 + ".example"])
async def test_a_server_without_address_is_tried_again(host: str) -> None:
    async with sending((host, 25)) as sender:
        with pytest.raises(TransientMailError):
            await sender.send(MAIL, DESK, [KARI])


async def test_a_server_that_says_nothing_is_tried_again() -> None:
    async with (
        rude_relay(lambda reader, writer: reader.read()) as where,
        sending(where, timeout=0.05) as sender,
    ):
        with pytest.raises(TransientMailError):
            await sender.send(MAIL, DESK, [KARI])


@pytest.mark.parametrize("last", ["EHLO", "MAIL", "RCPT", "DATA", "."])
async def test_a_server_that_hangs_up_is_tried_again(last: str) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hello\r\n")
        while line := (await reader.readline()).decode():
            if line.startswith(last):
                return
            if line[:4] in {"EHLO", "MAIL", "RCPT"}:
                writer.write(b"250 fine\r\n")
            if line.startswith("DATA"):
                writer.write(b"354 go on\r\n")

    async with rude_relay(talk) as where, sending(where) as sender:
        with pytest.raises(TransientMailError):
            await sender.send(MAIL, DESK, [KARI])


async def test_a_server_that_is_shut_to_us_loses_us_no_mail() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"554 5.7.1 You are on a blocklist\r\n")
        await reader.read()

    async with rude_relay(talk) as where, sending(where) as sender:
        with pytest.raises(TransientMailError, match=r"554 5\.7\.1 You are on a blocklist"):
            await sender.send(MAIL, DESK, [KARI])


async def test_a_cancelled_mail_leaves_a_clean_sender() -> None:
    relay = Relay()
    async with relaying(relay) as where, sending(where) as sender:
        sending_kari = asyncio.create_task(sender.send(MAIL, DESK, [KARI]))
        await relay.connected.wait()
        sending_kari.cancel()
        await asyncio.gather(sending_kari, return_exceptions=True)
        await sender.send(MAIL, DESK, [OLA])
    assert relay.mails[-1][1] == [OLA]


@pytest.mark.parametrize(
    ("recipients", "complaint"),
    [([], "a mail needs a recipient"), (["kari\r\nRCPT TO:<x@y.z>@kunde.example"], ".")],
)
async def test_recipients_that_are_none_are_final(recipients: list[str], complaint: str) -> None:
    relay = Relay()
    async with relaying(relay) as where, sending(where) as sender:
        with pytest.raises(PermanentMailError, match=complaint):
            await sender.send(MAIL, DESK, recipients)
    assert relay.mails == []


async def test_addresses_beyond_ascii_need_a_server_that_takes_them() -> None:
    relay = Relay()
    async with relaying(relay, enable_SMTPUTF8=True) as where, sending(where) as sender:
        await sender.send("Subject: blåbær\r\n\r\n".encode(), DESK, ["blåbær@kunde.example"])
    assert relay.mails[0][1] == ["blåbær@kunde.example"]
    assert relay.options[1:] == ["BODY=8BITMIME", "SMTPUTF8"]
    async with relaying(relay) as where, sending(where) as sender:
        with pytest.raises(PermanentMailError, match="SMTPUTF8"):
            await sender.send(MAIL, DESK, ["blåbær@kunde.example"])


def only_desk(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, login: LoginPassword
) -> AuthResult:
    return AuthResult(success=login.login == b"desk" and login.password == b"secret", handled=False)


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_it_logs_in_over_tls(security: Any) -> None:
    relay = Relay()
    server_tls = tls_context.for_server()
    options: dict[str, Any] = {"authenticator": only_desk, "auth_required": True}
    if security == "starttls":
        options |= {"tls_context": server_tls, "require_starttls": True}
    else:
        options |= {"auth_require_tls": False}
    with pytest.warns(UserWarning, match="AUTH") if security == "tls" else contextlib.nullcontext():
        async with (
            relaying(relay, tls=server_tls if security == "tls" else None, **options) as where,
            sending(
                where, user="desk", password="secret", security=security, tls_context=tls_context.for_client()
            ) as sender,
        ):
            assert await sender.check() == f"localhost:{where[1]} answers with TLS"
            await sender.send(MAIL, DESK, [KARI])
    assert relay.mails[0][1] == [KARI]


async def test_a_refused_password_loses_no_mail() -> None:
    options: dict[str, Any] = {"authenticator": only_desk, "tls_context": tls_context.for_server()}
    async with (
        relaying(Relay(), **options) as where,
        sending(
            where, user="desk", password="wrong", security="starttls", tls_context=tls_context.for_client()
        ) as sender,
    ):
        with pytest.raises(TransientMailError, match="535"):
            await sender.send(MAIL, DESK, [KARI])
        with pytest.raises(TransientMailError, match="535"):
            await sender.check()


async def test_a_server_that_nobody_vouches_for_gets_nothing() -> None:
    relay = Relay()
    async with (
        relaying(relay, tls_context=tls_context.for_server()) as where,
        sending(where, security="starttls") as sender,
    ):
        with pytest.raises(TransientMailError, match="certificate"):
            await sender.send(MAIL, DESK, [KARI])
    assert relay.mails == []


async def test_starttls_is_insisted_on() -> None:
    relay = Relay()
    async with relaying(relay) as where, sending(where, security="starttls") as sender:
        with pytest.raises(TransientMailError, match="STARTTLS"):
            await sender.send(MAIL, DESK, [KARI])
    assert relay.mails == []


async def test_the_check_tells_what_it_found() -> None:
    async with relaying(Relay()) as where, sending(where) as sender:
        assert await sender.check() == f"localhost:{where[1]} answers without TLS"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("4.7.1 Greylisted for 300 seconds", 300),
        ("try again in 5 min", 300),
        ("please wait 30s", 30),
        ("4.2.2 mailbox full", None),
    ],
)
def test_a_wait_that_the_server_names_is_read(text: str, seconds: float | None) -> None:
    error = as_mail_error(aiosmtplib.SMTPResponseException(450, text))
    assert isinstance(error, TransientMailError)
    assert error.retry_after == seconds
