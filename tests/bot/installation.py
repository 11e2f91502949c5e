"""An installed Stafett in a folder of its own, for tests that run it as a process."""

import asyncio
import io
import json
import os
import re
import socket
import sys
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from random import SystemRandom
from typing import Any, Self

from bot.invite_command import invite
from bot.settings import Settings, load
from sandbox.people import Sandbox
from tests.running import registered

_DATA = files("sandbox.demo") / "data"
_REGISTER = ("customers", "contracts", "contacts", "sites", "assets")  # each may name those before it
_LINK = re.compile(r"https://t\.me/\S+")
_PLACES = """
[database]
url = "{database}"
[telegram]
token = "{token}"
api_base = "{api_base}"
[mail.smtp]
listen = "127.0.0.1:{smtp_port}"
[mail.outgoing]
host = "{outgoing_host}"
port = {outgoing_port}
[mail.breaker]
answers_per_sender = 100000
answers_per_domain = 100000
mails_per_sender = 100000
mails_per_domain = 100000
[web]
listen = "127.0.0.1:{web_port}"
public_url = "http://127.0.0.1:{web_port}"
"""


class Installation:
    """Configured as the demo is, with its register, on a database that has the tables."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.log = folder / "stafett.log"
        self.environment = _without_stafett() | {"STAFETT_CONFIG": str(folder / "stafett.toml")}

    @classmethod
    async def make(cls, folder: Path, sandbox: Sandbox, database_url: str) -> Self:
        """Lays the configuration and fills the register."""
        places = _PLACES.format(
            database=database_url,
            token=sandbox.token,
            api_base=sandbox.url,
            smtp_port=_lasting_port(),
            outgoing_host=sandbox.host,
            outgoing_port=sandbox.smtp_port,
            web_port=_lasting_port(),
        )
        path = folder / "stafett.toml"
        path.write_text((_DATA / "stafett.toml").read_text("utf-8") + places, "utf-8")
        made = cls(folder, load(path))
        register = {kind: (_DATA / f"{kind}.csv").read_text("utf-8") for kind in _REGISTER}
        await registered(made.settings, folder, register)
        return made

    async def invited(self, kind: str, target: str | None = None) -> str:
        """The deep link of a fresh invite."""
        said = io.StringIO()
        await invite(self.settings, kind, target, said)
        link = _LINK.search(said.getvalue())
        assert link, said.getvalue()
        return link[0]

    async def exported(self) -> list[dict[str, Any]]:
        """What `stafett export` prints."""
        process = await asyncio.create_subprocess_exec(
            *STAFETT, "export", env=self.environment, stdout=asyncio.subprocess.PIPE
        )
        said, _ = await process.communicate()
        assert process.returncode == 0
        return [json.loads(line) for line in said.splitlines()]

    def stored(self, sha256: str) -> bytes:
        """The content that the file store has under this hash."""
        return (self.folder / "var" / "files" / sha256[:2] / sha256[2:4] / sha256).read_bytes()

    def last_words(self) -> str:
        """The end of the log."""
        return self.log.read_text("utf-8", "replace")[-4000:] if self.log.exists() else ""


STAFETT = (sys.executable, "-m", "bot")


def _lasting_port() -> int:
    """A free port that nobody is given while we are dead: Linux gives out those from 32768 on."""
    for port in SystemRandom().sample(range(12_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")


def _without_stafett() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("STAFETT_")}
