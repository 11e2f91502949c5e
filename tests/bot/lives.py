"""The lives of one installation: `stafett run` begun, killed, and begun again."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from tests.bot.installation import STAFETT, Installation

_PATIENCE = 60.0  # seconds, on a machine that does other things as well


class Lives:
    """At most one at a time."""

    def __init__(self, installation: Installation, launcher: asyncio.subprocess.Process) -> None:
        self._installation = installation
        self._launcher = launcher
        self._forked: int | None = None
        self._command: asyncio.subprocess.Process | None = None

    @classmethod
    @asynccontextmanager
    async def of(cls, installation: Installation) -> AsyncIterator[Self]:
        """Nothing runs yet; nothing is left running."""
        with installation.log.open("ab") as log:
            launcher = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "tests.bot.launcher"),
                env=installation.environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        lives = cls(installation, launcher)
        try:
            yield lives
        finally:
            if lives.is_running:
                await lives._ends(signal.SIGKILL)
            launcher.kill()
            await launcher.wait()

    async def begins(self) -> None:
        """A new process, at the very beginning of `stafett run`. See tests.bot.launcher."""
        self._forked = await self._asked("begin")

    async def begins_as_typed(self) -> None:
        """The command as an operator types it, imports and all."""
        with self._installation.log.open("ab") as log:
            self._command = await asyncio.create_subprocess_exec(
                *STAFETT, "run", env=self._installation.environment, stdout=log, stderr=log
            )

    async def is_killed(self) -> None:
        """SIGKILL, wherever it is; returns when it is gone. Fails when it had ended before, of itself."""
        code = await self._ends(signal.SIGKILL)
        assert code == -signal.SIGKILL, f"it ended of itself ({code}):\n{self._installation.last_words()}"

    async def is_stopped(self, within: float = _PATIENCE) -> int:
        """SIGTERM, and SIGKILL when it is there still after so many seconds, as supervisors do; its exit
        code."""
        assert self.is_running, "nothing runs"
        pid = self._forked or (self._command.pid if self._command else 0)
        patience = asyncio.get_running_loop().call_later(within, os.kill, pid, signal.SIGKILL)
        try:
            return await self._ends(signal.SIGTERM)
        finally:
            patience.cancel()

    @property
    def is_running(self) -> bool:
        """Whether a life has begun and was not ended yet."""
        return self._command is not None or self._forked is not None

    async def _ends(self, by: signal.Signals) -> int:
        async with asyncio.timeout(_PATIENCE):
            if self._forked is not None:
                child, self._forked = self._forked, None
                os.kill(child, by)
                return await self._asked("bury")
            assert self._command is not None, "nothing is running"
            command, self._command = self._command, None
            command.send_signal(by)
            return await command.wait()

    async def _asked(self, what: str) -> int:
        """The launcher's answer, a number."""
        assert self._launcher.stdin is not None
        assert self._launcher.stdout is not None
        self._launcher.stdin.write(f"{what}\n".encode())
        async with asyncio.timeout(_PATIENCE):
            line = await self._launcher.stdout.readline()
        assert line, f"the launcher has ended:\n{self._installation.last_words()}"
        return int(line)
