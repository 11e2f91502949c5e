"""The application as an operator has it: its command line, in a folder of its own; nothing is imported."""

import asyncio
import os
import re
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import as_file, files
from pathlib import Path

from sandbox.people import Sandbox

_REGISTER = ("customers", "contracts", "contacts", "sites", "assets")  # each may name those before it
_LINK = re.compile(r"https://t\.me/\S+")


class Failed(Exception):
    """A command of the application that ended badly. The text is what it said."""


class Installation:
    """One installed application: a configuration, a database, a folder of files."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.folder = folder
        self.smtp = ("127.0.0.1", _free_port())
        self.web = f"http://127.0.0.1:{_free_port()}"
        self.log = folder / "stafett.log"
        # An operator's own settings are none of the demo's: their database and mailbox stay untouched.
        others = {name: value for name, value in os.environ.items() if not name.startswith("STAFETT_")}
        self._environment = others | {
            "STAFETT_CONFIG": str(folder / "stafett.toml"),
            "STAFETT_TELEGRAM__TOKEN": sandbox.token,
            "STAFETT_TELEGRAM__API_BASE": sandbox.url,
            "STAFETT_MAIL__SMTP__LISTEN": f"{self.smtp[0]}:{self.smtp[1]}",
            "STAFETT_MAIL__OUTGOING__HOST": sandbox.host,
            "STAFETT_MAIL__OUTGOING__PORT": str(sandbox.smtp_port),
            "STAFETT_WEB__LISTEN": self.web.removeprefix("http://"),
            "STAFETT_WEB__PUBLIC_URL": self.web,
        }

    async def install(self) -> None:
        """Lays the configuration, makes the database, fills the register."""
        for name in ("stafett.toml", *(f"{kind}.csv" for kind in _REGISTER)):
            with as_file(files("sandbox.demo") / "data" / name) as source:
                shutil.copy(source, self.folder / name)
        await self.command("check")
        await self.command("db", "upgrade")
        for kind in _REGISTER:
            await self.command("import", kind, str(self.folder / f"{kind}.csv"))

    async def invite(self, *whom: str) -> str:
        """The deep link that `stafett invite` prints."""
        said = await self.command("invite", *whom)
        link = _LINK.search(said)
        if link is None:
            raise Failed(f"stafett invite {' '.join(whom)} printed no link: {said}")
        return link[0]

    async def command(self, *words: str) -> str:
        """Runs one command to its end; what it printed. Raises Failed when it did not exit 0."""
        process = await asyncio.create_subprocess_exec(
            *_stafett(),
            *words,
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, complained = await process.communicate()
        if process.returncode != 0:
            raise Failed(f"stafett {' '.join(words)}: {complained.decode().strip()}")
        return said.decode()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["asyncio.subprocess.Process"]:
        """`stafett run` for as long as the block, ready to take mail; stopped by SIGTERM at its end."""
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *_stafett(), "run", env=self._environment, stdout=log, stderr=log
            )
        try:
            await self._ready(process)
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()

    async def _ready(self, process: "asyncio.subprocess.Process", within: float = 60.0) -> None:
        async with asyncio.timeout(within):
            while process.returncode is None:
                if await _listens(*self.smtp):
                    return
                await asyncio.sleep(0.1)
        raise Failed(f"stafett run ended at once:\n{self.log.read_text()[-2000:]}")


def _stafett() -> list[str]:
    """The command that belongs to this Python, whatever the PATH says."""
    return [sys.executable, "-m", "bot"]


async def _listens(host: str, port: int) -> bool:
    try:
        _reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
