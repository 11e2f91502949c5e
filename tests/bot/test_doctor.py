"""The doctor tries each neighbour, and says what works and how to mend the rest."""

import asyncio
import io
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot import doctor
from bot.doctor import CHECKS, State, examine, found
from bot.metrics import Metrics
from bot.settings import Settings, settings_from
from bot.web import application, serving
from storage.migrate import upgrade
from tests.mail.token_endpoint import REFRESH, Provider, providing

TOKEN = "123456:abcdefgh"
ED25519 = "4uKLoxATwPm41FU1Khhbr3rm1TcfZbV6v2tCdJxVyPo="

Configured = Callable[..., Settings]


@pytest.fixture
def configured(tmp_path: Path) -> Configured:
    """Nordlys's settings with these sections, living in a folder of their own."""

    def make(**sections: Any) -> Settings:
        desk = {"name": "Nordlys Service", "address": "service@nordlys.example"}
        return settings_from({"desk": desk, **sections}, folder=tmp_path)

    return make


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@asynccontextmanager
async def bot_api(**answers: dict[str, Any]) -> AsyncIterator[str]:
    """A Bot API server that knows one token."""

    async def answer(request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            return web.json_response(
                {"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401
            )
        return web.json_response({"ok": True, "result": answers[request.match_info["method"]]})

    app = web.Application()
    app.router.add_get("/bot{token}/{method}", answer)
    async with serving(app, "127.0.0.1:0") as port:
        yield f"http://127.0.0.1:{port}"


async def _imap_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As much of RFC 3501 as one visit of the doctor's takes. Anna's password is right."""
    writer.write(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
    while line := await reader.readline():
        tag, command, *_ = line.decode().split(maxsplit=2)
        done = "OK"
        if command.upper() == "LOGIN" and "right" not in line.decode():
            done = "NO"
        if command.upper() == "AUTHENTICATE":
            writer.write(b"+ \r\n")
            await reader.readline()
        if command.upper() == "EXAMINE":
            done = "OK" if "INBOX" in line.decode() else "NO"
            writer.write(b"* 3 EXISTS\r\n")
        if command.upper() == "CAPABILITY":
            writer.write(b"* CAPABILITY IMAP4rev1\r\n")
        writer.write(f"{tag} {done} there\r\n".encode())
    writer.close()


@asynccontextmanager
async def imap_server() -> AsyncIterator[int]:
    server = await asyncio.start_server(_imap_server, "127.0.0.1", 0)
    async with server:
        yield int(server.sockets[0].getsockname()[1])


def imap(port: int, **more: str) -> dict[str, Any]:
    login = {"host": "127.0.0.1", "port": port, "user": "anna", "password": "right", "security": "none"}
    return {"imap": login | more}


def oauth(url: str) -> dict[str, Any]:
    return {"oauth": {"token_url": f"{url}/token", "client_id": "stafett", "refresh_token": REFRESH}}


async def test_missing_sqlite_file_only_needs_its_folder(configured: Configured) -> None:
    finding = await found("database", configured())
    assert finding.state is State.OK
    assert "will be made" in finding.said


async def test_sqlite_file_answers(configured: Configured, tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "s.db").execute("create table t (x)").connection.close()
    finding = await found("database", configured(database={"url": "sqlite+aiosqlite:///s.db"}))
    assert (finding.state, finding.said.startswith("SQLite 3.")) == (State.OK, True)


async def test_file_that_is_no_database_is_told(configured: Configured, tmp_path: Path) -> None:
    (tmp_path / "s.db").write_bytes(b"no database at all, only text" * 100)
    finding = await found("database", configured(database={"url": "sqlite+aiosqlite:///s.db"}))
    assert (finding.state, finding.said) == (State.FAILED, "file is not a database")


async def test_folder_that_is_a_file_is_told(configured: Configured, tmp_path: Path) -> None:
    (tmp_path / "var").write_text("x", encoding="utf-8")
    finding = await found("database", configured())
    assert (finding.state, finding.mend) == (
        State.FAILED,
        "Let this user write there, or change database.url",
    )


async def test_silent_postgresql_is_told(configured: Configured, closed_port: int) -> None:
    url = f"postgresql+asyncpg://anna:hush-hush@127.0.0.1:{closed_port}/stafett"
    finding = await found("database", configured(database={"url": url}))
    assert finding.state is State.FAILED
    assert "hush-hush" not in str(finding)


async def test_missing_tables_are_told_with_the_mend(configured: Configured, tmp_path: Path) -> None:
    assert (await found("schema", configured())).state is State.SKIPPED
    sqlite3.connect(tmp_path / "s.db").execute("create table t (x)").connection.close()
    finding = await found("schema", configured(database={"url": "sqlite+aiosqlite:///s.db"}))
    assert (finding.state, "stafett db upgrade" in finding.said) == (State.FAILED, True)


async def test_this_versions_tables_are_fine(configured: Configured) -> None:
    settings = configured()
    await upgrade(settings.database.url.get_secret_value())
    assert (await found("schema", settings)).state is State.OK


async def test_folder_keeps_what_it_is_given(configured: Configured, tmp_path: Path) -> None:
    finding = await found("files", configured(files={"url": "file:our files"}))
    assert finding.state is State.OK
    assert (tmp_path / "our files").is_dir()


async def test_store_that_cannot_be_written_is_told(configured: Configured, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("x", encoding="utf-8")
    finding = await found("files", configured(files={"url": "file:files"}))
    assert finding.state is State.FAILED


async def test_mail_server_answers(configured: Configured) -> None:
    from mail.smtp import Envelope, MailServer

    async def receive(_envelope: Envelope) -> None:
        return

    server = MailServer(listen="127.0.0.1:0", receive=receive, is_ours=lambda _address: True)
    await server.start()
    finding = await found("outgoing mail", configured(mail={"outgoing": {"port": server.port}}))
    await server.stop()
    assert (finding.state, "answers without TLS" in finding.said) == (State.OK, True)


async def test_silent_mail_server_is_told(configured: Configured, closed_port: int) -> None:
    finding = await found("outgoing mail", configured(mail={"outgoing": {"port": closed_port}}))
    assert (finding.state, finding.mend) == (State.FAILED, "Check [mail.outgoing]")


async def test_mailbox_opens(configured: Configured) -> None:
    async with imap_server() as port:
        finding = await found("mailbox", configured(mail=imap(port)))
    assert finding.state is State.OK
    assert finding.said.startswith(f"127.0.0.1:{port} has 3 mails in INBOX; it does not tell when")


async def test_mailbox_says_what_is_wrong(configured: Configured, closed_port: int) -> None:
    async with imap_server() as port:
        wrong = await found("mailbox", configured(mail=imap(port, password="wrong")))
        nowhere = await found("mailbox", configured(mail=imap(port, folder="Innboks")))
    silent = await found("mailbox", configured(mail=imap(closed_port)))
    assert [finding.state for finding in (wrong, nowhere, silent)] == [State.FAILED] * 3
    assert wrong.mend == "Check mail.imap.user and password"
    assert nowhere.mend == 'Is there a folder "Innboks"?'


async def test_mailbox_opens_by_token(configured: Configured) -> None:
    provider = Provider()
    async with providing(provider) as url, imap_server() as port:
        finding = await found("mailbox", configured(mail=imap(port, login="oauth") | oauth(url)))
    assert (finding.state, provider.given) == (State.OK, ["token-1"])


async def test_missing_token_is_told_with_the_mend(configured: Configured) -> None:
    async with providing(Provider(good=set())) as url:
        settings = configured(mail=imap(1, login="oauth") | oauth(url))
        finding = await found("mailbox", settings)
    assert finding.said == "no access token: invalid_grant: The token has expired."
    assert finding.mend.startswith("The refresh token has ended")


async def test_dkim_record_is_compared(configured: Configured, monkeypatch: pytest.MonkeyPatch) -> None:
    published: list[bytes | None] = [None, b"v=DKIM1; k=ed25519; p=" + b"A" * 43 + b"="]
    monkeypatch.setattr("bot.doctoring.mailboxes._txt", lambda _name: published.pop(0))
    key = {"dkim_domain": "nordlys.example", "dkim_selector": "s1", "dkim_key": ED25519}
    settings = configured(mail={"outgoing": key})
    missing, other = await found("DKIM", settings), await found("DKIM", settings)
    assert missing.said == "DNS has no record s1._domainkey.nordlys.example"
    assert other.said.endswith("in DNS is of another key")
    published.append(other.mend.removeprefix("Publish this TXT record: ").encode())
    assert (await found("DKIM", settings)).state is State.OK


async def test_what_is_not_configured_is_skipped(configured: Configured) -> None:
    settings = configured(mail={"smtp": {"listen": ""}})
    findings = [
        await found(topic, settings)
        for topic in ("mailbox", "DKIM", "Telegram", "Telegram updates", "incoming mail")
    ]
    assert {finding.state for finding in findings} == {State.SKIPPED}


async def test_bot_is_known_and_privacy_explained(configured: Configured) -> None:
    me = {"username": "nordlys_bot", "first_name": "Nordlys", "can_join_groups": True}
    async with bot_api(getMe=me, getWebhookInfo={"url": "", "pending_update_count": 2}) as base:
        settings = configured(telegram={"token": TOKEN, "api_base": base})
        bot, updates = await found("Telegram", settings), await found("Telegram updates", settings)
    assert bot.said.startswith("@nordlys_bot (Nordlys); in groups it is sent commands and replies")
    assert updates.said == "polling, 2 waiting"


async def test_wrong_token_is_told_without_showing_it(configured: Configured) -> None:
    async with bot_api() as base:
        finding = await found(
            "Telegram", configured(telegram={"token": "999999:wrong-one", "api_base": base})
        )
    assert (finding.state, finding.said) == (State.FAILED, f"{base} refuses: Unauthorized")


async def test_bot_kept_out_of_groups_is_told(configured: Configured) -> None:
    me = {"username": "nordlys_bot", "first_name": "Nordlys", "can_join_groups": False}
    async with bot_api(getMe=me) as base:
        finding = await found("Telegram", configured(telegram={"token": TOKEN, "api_base": base}))
    assert (finding.state, "/setjoingroups" in finding.mend) == (State.FAILED, True)


async def test_webhook_of_another_program_is_told(configured: Configured) -> None:
    async with bot_api(getWebhookInfo={"url": "https://elsewhere.example"}) as base:
        finding = await found("Telegram updates", configured(telegram={"token": TOKEN, "api_base": base}))
    assert (finding.state, "409" in finding.said) == (State.FAILED, True)


async def test_webhook_that_telegram_cannot_call_is_told(configured: Configured) -> None:
    hook = "https://desk.example/telegram"
    info = {"url": hook, "last_error_message": "Connection refused"}
    async with bot_api(getWebhookInfo=info) as base:
        chosen = {"updates": "webhook", "webhook_url": hook, "webhook_secret": "s3cret"}
        finding = await found(
            "Telegram updates", configured(telegram={"token": TOKEN, "api_base": base, **chosen})
        )
    assert (finding.state, "Connection refused" in finding.said) == (State.FAILED, True)


async def test_page_that_is_no_bot_api_is_told(configured: Configured) -> None:
    async with serving(application(Metrics().registry, {}), "127.0.0.1:0") as port:
        settings = configured(telegram={"token": TOKEN, "api_base": f"http://127.0.0.1:{port}"})
        finding = await found("Telegram", settings)
    assert (finding.state, TOKEN in str(finding)) == (State.FAILED, False)


async def test_free_port_is_free(configured: Configured, closed_port: int) -> None:
    finding = await found("web", configured(web={"listen": f"127.0.0.1:{closed_port}"}))
    assert finding.said == f"127.0.0.1:{closed_port} is free"


async def test_port_of_another_program_is_told(configured: Configured) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        finding = await found("incoming mail", configured(mail={"smtp": {"listen": listen}}))
    assert finding.mend == "Stop what listens there, or change mail.smtp.listen"


async def test_own_port_is_fine_while_we_run(configured: Configured) -> None:
    async with serving(application(Metrics().registry, {}), "127.0.0.1:0") as port:
        finding = await found("web", configured(web={"listen": f"127.0.0.1:{port}"}))
    assert (finding.state, "Stafett is running" in finding.said) == (State.OK, True)


async def test_name_of_another_machine_is_told(configured: Configured) -> None:
    finding = await found("web", configured(web={"listen": "nowhere.invalid:80"}))
    assert finding.mend == "Change web.listen"


async def test_endless_check_ends(configured: Configured, monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless(_settings: Settings) -> str:
        await asyncio.Event().wait()
        return "never"

    monkeypatch.setitem(CHECKS, "files", endless)
    assert (await found("files", configured(), seconds=0.01)).said == "no answer within 0.01 s"


async def test_all_is_told_and_failure_gives_one(
    configured: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def surprised(_settings: Settings) -> str:
        raise KeyError("postgresql://anna:hush-hush@db")

    async def fine(_settings: Settings) -> str:
        return f"works with {TOKEN}"

    settings = configured(telegram={"token": TOKEN})
    monkeypatch.setattr(doctor, "CHECKS", dict.fromkeys(CHECKS, fine))
    assert await examine(settings, out=io.StringIO()) == 0
    monkeypatch.setitem(doctor.CHECKS, "files", surprised)
    assert await examine(settings, out=(out := io.StringIO())) == 1
    assert len([line for line in out.getvalue().splitlines() if line.startswith(("ok", "failed"))]) == len(
        CHECKS
    )
    assert "hush-hush" not in out.getvalue()
    assert TOKEN not in out.getvalue()
