"""The same against Dovecot, where it is installed: folders below INBOX, as many hosts have them."""

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
from tests.mail.imap_world import PASSWORD, Inbox, free_port, line_to, listening, postbox, reading

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


@pytest.fixture
async def port(tmp_path: Path) -> AsyncIterator[int]:
    """Dovecot with an empty mailbox; its port."""
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
    )
    process = await asyncio.create_subprocess_exec(str(DOVECOT), "-F", "-c", str(config))
    try:
        await listening(port)
        yield port
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        shutil.rmtree(folder, ignore_errors=True)


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
