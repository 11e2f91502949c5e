"""The narrator: tells each step in the terminal and on the page, and knows which one failed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from rich.console import Console

from sandbox.people import Town


class StepFailed(Exception):
    """A step of the story was not seen to happen."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(f"{title}: {why}")
        self.title = title
        self.why = why


def expect(holds: bool, otherwise: str) -> None:
    """Raises AssertionError, which fails the step, with what was seen instead."""
    if not holds:
        raise AssertionError(otherwise)


class Narrator:
    """Tells a story in numbered scenes."""

    def __init__(self, town: Town, console: Console) -> None:
        self._town = town
        self._console = console
        self._told = 0

    def scene(self, title: str) -> None:
        """Begins a scene."""
        self._console.print(f"\n[bold]{title}[/bold]")

    @asynccontextmanager
    async def step(self, title: str, text: str = "") -> AsyncIterator[None]:
        """A step that is seen to happen when the block ends well. Raises StepFailed otherwise."""
        self._told += 1
        name = f"step-{self._told:02}"
        started = monotonic()
        await self._town.tells(name, title, text, "doing")
        try:
            yield
        except Exception as error:
            await self._town.tells(name, title, str(error).splitlines()[0], "failed")
            self._console.print(f"  [red]✗[/red] {title}", soft_wrap=True)
            raise StepFailed(title, str(error)) from error
        await self._town.tells(name, title, text, "seen")
        took = f"[dim]{monotonic() - started:.1f} s[/dim]"
        self._console.print(f"  [green]✓[/green] {title} {took}", soft_wrap=True)
        if text:
            self._console.print(f"    [dim]{text}[/dim]")
