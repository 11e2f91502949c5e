"""The command line: reads what is asked, and imports what answers only then (aiogram alone costs seconds)."""

import asyncio
import os
import sys
from datetime import datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    name="stafett",
    help="Mail and Telegram in, one handoff card out, nothing lost.",
    epilog="Exit codes: 0 done, 1 refused or failed with a reason on stderr, 2 wrong usage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
database = typer.Typer(no_args_is_help=True, help="Looks after the database.")
app.add_typer(database, name="db")

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", envvar="STAFETT_CONFIG", help="The configuration.", show_default="stafett.toml"
    ),
]


class Kind(StrEnum):
    """What can be imported."""

    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    SITES = "sites"
    ASSETS = "assets"
    CONTRACTS = "contracts"


class Guest(StrEnum):
    """Who can be invited."""

    DISPATCHERS = "dispatchers"
    PARTNER = "partner"
    CUSTOMER = "customer"


def main() -> None:
    """The ``stafett`` command: whatever happens, a kind line instead of a traceback (but with --debug)."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # LANG=C must not break Cyrillic
    try:
        app(prog_name="stafett")
    except Exception as error:
        if os.environ.get("STAFETT_DEBUG"):
            raise
        from bot.errors import complaint
        from bot.log import blacken

        typer.echo(blacken(complaint(error)), err=True)
        sys.exit(1)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"stafett {version('stafett')}")
        raise typer.Exit


@app.callback()
def everywhere(
    config: Config = None,
    debug: Annotated[
        bool, typer.Option("--debug", envvar="STAFETT_DEBUG", help="Show tracebacks. They may hold secrets.")
    ] = False,
    _version: Annotated[bool, typer.Option("--version", callback=_say_version, is_eager=True)] = False,
) -> None:
    """What may stand before any command."""
    if config:
        os.environ["STAFETT_CONFIG"] = str(config)
    os.environ["STAFETT_DEBUG"] = "1" if debug else ""


@app.command()
def init(
    *,
    name: Annotated[str | None, typer.Option(help="What customers see.")] = None,
    address: Annotated[str | None, typer.Option(help="The desk's mail address.")] = None,
    language: Annotated[str | None, typer.Option(help="nb, sv, da, ru or en.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Such as Europe/Oslo.")] = None,
    telegram_token: Annotated[str | None, typer.Option(help="From @BotFather.")] = None,
    database_url: Annotated[str | None, typer.Option("--database", help="The database's URL.")] = None,
    outgoing: Annotated[str | None, typer.Option(help="The server that takes our mail, host:port.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    config: Config = None,
) -> None:
    """Write a commented stafett.toml; asks what the options leave open."""
    from bot.init_command import Answers, write
    from bot.settings import config_path

    given = Answers(name, address, language, timezone, telegram_token, outgoing, database_url)
    write(config_path(config), given, force=force, ask=sys.stdin.isatty())


@app.command()
def check(config: Config = None) -> None:
    """Refuse a bad configuration with the place, what is wrong and the mend."""
    from bot.settings import config_path, load
    from bot.settings.notes import notes, summary

    settings = load(config)
    typer.echo(f"{config_path(config)} is fine: {summary(settings)}.")
    for note in notes(settings):
        typer.echo(f"note: {note}")


@app.command()
def doctor(config: Config = None) -> None:
    """Try what the configuration names, and say what works."""
    from bot.doctor import examine

    raise typer.Exit(asyncio.run(examine(_settings(config), out=sys.stdout)))


@app.command()
def run(config: Config = None) -> None:
    """Run it, until SIGTERM or Ctrl-C."""
    settings = _settings(config)
    from bot.run import run as run_until_stopped

    raise typer.Exit(asyncio.run(run_until_stopped(settings)))


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Play the story and leave.")] = False,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Where the page is served.")] = None,
) -> None:
    """Play the whole relay on this machine, with a practice Telegram and mailbox."""
    from sandbox.demo import play

    raise typer.Exit(play(once=once, port=port))


@app.command()
def parse(
    mails: Annotated[list[str], typer.Argument(metavar="MAIL...", help="Files; - reads standard input.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One object a line.")] = False,
    assets: Annotated[
        Path | None, typer.Option(help="A register to find the machine in.", metavar="FILE.csv")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Tell why, in words.")] = False,
) -> None:
    """Show how mail is understood, as JSON or in words, without storing anything."""
    from bot.parse_command import parse_mails

    raise typer.Exit(parse_mails(mails, jsonl=jsonl, assets=assets, out=sys.stdout, explain=explain))


@app.command("import")
def import_(
    kind: Kind, file: Annotated[Path, typer.Argument(metavar="FILE.csv")], config: Config = None
) -> None:
    """Upsert the register by id from a CSV file: all of it or nothing."""
    settings = _settings(config)
    from bot.import_command import import_csv

    raise typer.Exit(asyncio.run(import_csv(settings, kind.value, file, out=sys.stdout)))


@app.command()
def invite(
    whom: Guest,
    target: Annotated[
        str | None, typer.Argument(help="The partner's id, or the customer's mail address.")
    ] = None,
    config: Config = None,
) -> None:
    """Print a one-time link that binds a chat or a person."""
    if (target is None) != (whom is Guest.DISPATCHERS):
        raise typer.BadParameter("write: dispatchers, partner ID or customer EMAIL", param_hint="invite")
    settings = _settings(config)
    from bot.invite_command import invite as invite_guest

    raise typer.Exit(asyncio.run(invite_guest(settings, whom.value, target, out=sys.stdout)))


@app.command(context_settings={"ignore_unknown_options": True})  # a group's number begins with a dash
def unbind(
    chat: Annotated[
        list[str],
        typer.Argument(metavar="CHAT", help="A partner's id, perhaps with the chat's title; or its number."),
    ],
    config: Config = None,
) -> None:
    """Take a partner's chat away from it, as /unbind does."""
    settings = _settings(config)
    from bot.unbind_command import unbind as unbind_chat

    raise typer.Exit(asyncio.run(unbind_chat(settings, " ".join(chat), out=sys.stdout)))


@app.command()
def links(config: Config = None) -> None:
    """Print our fingerprint, and whose Stafett works with ours."""
    settings = _settings(config)
    from bot.links_command import show

    raise typer.Exit(asyncio.run(show(settings, out=sys.stdout)))


@app.command()
def trust(
    fingerprint: Annotated[str, typer.Argument(help="As their `stafett links` shows it.")],
    who: Annotated[str, typer.Argument(help="principal (they hand us jobs), or a partner's id.")],
    *,
    refuse: Annotated[bool, typer.Option("--refuse", help="Do not believe it.")] = False,
    config: Config = None,
) -> None:
    """Believe, or not, what another Stafett signs."""
    settings = _settings(config)
    from bot.links_command import trust as answer

    raise typer.Exit(asyncio.run(answer(settings, fingerprint, who, refuse=refuse, out=sys.stdout)))


@app.command()
def export(
    ticket: Annotated[int | None, typer.Option(min=1, help="This ticket alone.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Tickets touched since, such as 2026-10-01 or 2026-10-01T12:00.")
    ] = None,
    config: Config = None,
) -> None:
    """Print tickets as JSON Lines, with all that belongs to them."""
    settings = _settings(config)
    from bot.export_command import export as export_tickets

    moment = _moment(since, settings) if since else None
    raise typer.Exit(asyncio.run(export_tickets(settings, ticket=ticket, since=moment, out=sys.stdout)))


@app.command()
def quarantine(config: Config = None) -> None:
    """List what came in and could not be understood."""
    settings = _settings(config)
    from bot.quarantine_command import list_quarantine

    raise typer.Exit(asyncio.run(list_quarantine(settings, out=sys.stdout)))


@app.command()
def replay(
    id: Annotated[int, typer.Argument(help="As `stafett quarantine` shows it.")],  # noqa: A002
    config: Config = None,
) -> None:
    """Process one quarantined arrival again."""
    settings = _settings(config)
    from bot.quarantine_command import replay as replay_one

    raise typer.Exit(asyncio.run(replay_one(settings, id, out=sys.stdout)))


@database.command()
def upgrade(config: Config = None) -> None:
    """Bring the database to this version's schema."""
    settings = _settings(config)
    from storage.migrate import upgrade as upgrade_schema

    asyncio.run(upgrade_schema(settings.database.url.get_secret_value()))
    typer.echo("The database is up to date.")


def _settings(config: Path | None) -> "Settings":
    """The settings, with the log set up to keep their secrets."""
    from bot.log import set_up
    from bot.settings import load

    settings = load(config)
    set_up(settings.log, secrets=settings.secrets())
    return settings


def _moment(text: str, settings: "Settings") -> datetime:
    """ISO 8601, in the desk's time zone where none is named."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f'"{text}" is not a time such as 2026-10-01T12:00', param_hint="--since"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=settings.desk.timezone)
