"""The same against Dovecot, where it is installed: folders below INBOX, levels by dots, tokens."""

import asyncio
import contextlib
import grp
import os
import pwd
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mail.imap import NotMailError
from mail.oauth import Tokens
from tests.mail.imap_world import PASSWORD, USER, Inbox, free_port, line_to, listening, postbox, reading
from tests.mail.token_endpoint import Provider, providing

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = pytest.mark.skipif(
    DOVECOT is None, reason="Dovecot is not installed (apt-get install dovecot-imapd)"
)

CONFIG = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
first_valid_uid = {uid}
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_location = maildir:{folder}/mail/%u
namespace inbox {{
  inbox = yes
  separator = .
  prefix = INBOX.
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""

OAUTH = """
auth_mechanisms = plain {mechanism}
passdb {{
  driver = oauth2
  mechanisms = {mechanism}
  args = {folder}/oauth.conf
}}
"""

INTROSPECTION = """
introspection_mode = post
introspection_url = {url}/introspect
username_attribute = user
active_attribute = active
active_value = true
"""


@contextlib.asynccontextmanager
async def dovecot(*, mechanism: str = "", introspection: str = "") -> AsyncIterator[int]:
    """Dovecot with an empty mailbox; its port. ``mechanism`` is a way to sign in by token."""
    port = free_port()
    me = pwd.getpwuid(os.getuid())
    # Dovecot opens no mailbox as root, and wants two users of its own then.
    owner = pwd.getpwnam("nobody") if me.pw_uid == 0 else me
    internal, login = ("dovecot", "dovenull") if me.pw_uid == 0 else (me.pw_name, me.pw_name)
    folder = Path("/tmp") / f"stafett-{port}"  # noqa: S108  # a socket's path must be short, and nobody's to enter
    (folder / "mail").mkdir(parents=True)
    os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    config = folder / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            folder=folder,
            port=port,
            password=PASSWORD,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            internal=internal,
            internal_group=grp.getgrgid(pwd.getpwnam(internal).pw_gid).gr_name,
            login=login,
        )
        + (OAUTH.format(mechanism=mechanism, folder=folder) if mechanism else "")
    )
    (folder / "oauth.conf").write_text(INTROSPECTION.format(url=introspection))
    process = await asyncio.create_subprocess_exec(str(DOVECOT), "-F", "-c", str(config))
    try:
        await listening(port)
        yield port
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with dovecot() as port:
        yield port


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
async def test_it_signs_in_by_token(mechanism: str) -> None:
    inbox, provider = Inbox(), Provider(user=USER)
    async with providing(provider) as url, dovecot(mechanism=mechanism, introspection=url) as port:
        with postbox(port) as box:
            box.put(b"Subject: one\r\n\r\n")
        async with reading(port, inbox, login={"password": ""}, tokens=Tokens(provider.grant(url))):
            await inbox.until(lambda: len(inbox.mails) == 1)
    assert provider.given == ["token-1"]


async def test_a_token_that_ended_before_its_time_is_renewed() -> None:
    inbox, provider = Inbox(), Provider(user=USER)
    async with providing(provider) as url, dovecot(mechanism="xoauth2", introspection=url) as port:
        tokens = Tokens(provider.grant(url))
        provider.withdrawn.add(await tokens.get())
        with postbox(port) as box:
            box.put(b"Subject: one\r\n\r\n")
        async with reading(port, inbox, login={"password": ""}, tokens=tokens):
            await inbox.until(lambda: len(inbox.mails) == 1)
    assert provider.given == ["token-1", "token-2"]


async def test_mails_are_kept_and_moved_below_inbox(port: int) -> None:
    inbox = Inbox()
    good, bad, new = (b"Subject: %d\r\n\r\nhei\r\n" % number for number in range(3))
    inbox.errors[bad] = NotMailError("no mail")
    with postbox(port) as box:
        box.put(good, bad)
        async with reading(port, inbox):
            await inbox.until(lambda: len(inbox.mails) == 1)
            box.put(new)
            await inbox.until(lambda: len(inbox.mails) == 2)
        assert (box.mails(), box.mails("INBOX.Stafett done")) == ([], [good, new])
        assert box.mails("INBOX.Stafett quarantine") == [bad]


async def test_levels_of_folders_are_the_servers(port: int) -> None:
    inbox = Inbox()
    with postbox(port) as box:
        box.put(b"Subject: one\r\n\r\n")
        async with reading(port, inbox, done_folder="Stafett/done"):
            await inbox.until(lambda: len(inbox.mails) == 1)
        assert box.mails("INBOX.Stafett.done") == [b"Subject: one\r\n\r\n"]


@pytest.mark.parametrize("without", [("IDLE",), ("MOVE",), ("MOVE", "UIDPLUS")], ids="-".join)
async def test_it_serves_as_well_with_less(port: int, without: tuple[str, ...]) -> None:
    inbox = Inbox()
    with postbox(port) as box:
        box.put(b"Subject: one\r\n\r\n")
        async with line_to(port, *without) as line, reading(line.port, inbox, poll=0.02):
            await inbox.until(lambda: len(inbox.mails) == 1)
            box.put(b"Subject: two\r\n\r\n")
            await inbox.until(lambda: len(inbox.mails) == 2)
        assert (box.mails(), len(box.mails("INBOX.Stafett done"))) == ([], 2)
