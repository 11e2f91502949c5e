"""``stafett demo``: sets all up in a temporary folder, tells the story, and stays up to be played with."""

import asyncio
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

from rich.console import Console

from sandbox.demo.application import Failed, Installation
from sandbox.demo.narrator import Narrator, StepFailed
from sandbox.demo.people import gather
from sandbox.demo.story import tell
from sandbox.people import Sandbox

_PAGE = 8765


def play(*, once: bool, port: int | None) -> int:
    """0 when every step was seen to happen; 1 with the step that failed. Without `once` it then stays up."""
    console = Console(highlight=False)
    try:
        return asyncio.run(_play(console, once=once, port=port))
    except KeyboardInterrupt:
        return 0


async def _play(console: Console, *, once: bool, port: int | None) -> int:
    with tempfile.TemporaryDirectory(prefix="stafett-demo-") as folder:
        wanted = port if port is not None else (0 if once else _PAGE)
        async with Sandbox.start(port=wanted, limits="real") as sandbox, sandbox.town() as town:
            stafett = Installation(Path(folder), sandbox)
            try:
                console.print("Setting up: configuration, database, register ...")
                await stafett.install()
                await town.delivers_mail_to(*stafett.smtp)
                console.print(f"The practice world: [bold link={sandbox.url}]{sandbox.url}[/]")
                async with stafett.running():
                    cast = await gather(town, stafett)
                    await tell(Narrator(town, console), town, cast)
                    console.print("\n[bold green]Every step was seen to happen.[/]")
                    if not once:
                        console.print(f"Play on at [bold]{sandbox.url}[/]. Ctrl-C ends it.")
                        await _until_stopped()
                    return 0
            except StepFailed as failure:
                console.print(f"\n[bold red]Failed:[/] {failure.title}\n{failure.why}", markup=True)
                _show_log(console, stafett)
                return 1
            except (Failed, TimeoutError) as failure:
                console.print(f"\n[bold red]Failed:[/] {failure}")
                _show_log(console, stafett)
                return 1


async def _until_stopped() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    await stop.wait()


def _show_log(console: Console, stafett: Installation) -> None:
    """The last words of the application: the folder they lie in is about to go."""
    if stafett.log.exists():
        console.print("[dim]The application's last words:[/]")
        console.print(stafett.log.read_text()[-4000:], markup=False)
