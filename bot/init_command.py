"""``stafett init``: a commented configuration from the few things that it must know."""

import json
import os
import re
import tomllib
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import typer

from bot.errors import Refused
from bot.settings import ConfigurationError, settings_from

_TEMPLATE = "init_template.toml"
_PLACE = re.compile(r'"@(\w+)@"|@(\w+)@')
_LANGUAGES = {"nb": "nb", "nn": "nb", "no": "nb", "sv": "sv", "da": "da", "ru": "ru"}
_SECURITY_BY_PORT = {465: "tls", 587: "starttls"}  # RFC 8314 section 3.3


@dataclass(frozen=True, slots=True)
class Answers:
    """What the operator said; None: nothing yet."""

    name: str | None = None
    address: str | None = None
    language: str | None = None
    timezone: str | None = None
    token: str | None = None
    outgoing: str | None = None  # host or host:port
    database: str | None = None


_FROM_ENVIRONMENT = {"token": "STAFETT_TELEGRAM__TOKEN", "database": "STAFETT_DATABASE__URL"}

_QUESTIONS = {
    "name": "The name that customers see",
    "address": "The mail address that customers write to",
    "language": "Language (nb, sv, da, ru, en)",
    "timezone": "Time zone",
    "token": "Telegram bot token from @BotFather (hidden; empty for none yet)",
    "outgoing": "The mail server that takes our mail, host:port",
    "database": "Database",
}


def write(path: Path, given: Answers, *, force: bool, ask: bool) -> None:
    """Writes the file for its owner alone; what is not given is asked for, or guessed when nobody can be.

    Raises Refused when the file is there (without `force`), BadParameter when a name or address is missing,
    ConfigurationError when an answer is no good. Then nothing has been written.
    """
    if path.exists() and not force:
        raise Refused(f"{path} is there already. --force writes over it")
    answers = _asked(given) if ask else _guessed(given)
    text = rendered(answers)
    settings_from(tomllib.loads(text), folder=path.absolute().parent, name=str(path))
    _written(path, text, force=force)
    typer.echo(f"Wrote {path}. Next: stafett check, stafett doctor, stafett run.")


def rendered(answers: Answers) -> str:
    """The file's text."""
    host, port = _host_and_port(answers.outgoing or "127.0.0.1:25")
    values: dict[str, Any] = {
        "name": answers.name,
        "address": answers.address,
        "language": answers.language,
        "timezone": answers.timezone,
        "database": answers.database,
        "token": answers.token or "",
        "outgoing_host": host,
        "outgoing_port": port,
        "outgoing_security": _SECURITY_BY_PORT.get(port, "none"),
    }
    template = files("bot").joinpath(_TEMPLATE).read_text(encoding="utf-8")
    return _PLACE.sub(lambda place: _toml(values[place[1] or place[2]]), template)


def _asked(given: Answers) -> Answers:
    """`given`, with a question for each thing that it leaves open."""
    answers, guesses = given, _guesses()
    for topic, question in _QUESTIONS.items():
        if getattr(given, topic) is None and not _in_environment(topic):
            answer = typer.prompt(
                question,
                default=getattr(guesses, topic),
                hide_input=topic == "token",
                show_default=topic != "token",
                value_proc=partial(_checked, topic),
            )
            answers = replace(answers, **{topic: answer})
    return replace(answers, database=answers.database or guesses.database)


def _in_environment(topic: str) -> bool:
    """Secrets that the environment gives win anyway, and had better stay there."""
    name = _FROM_ENVIRONMENT.get(topic, "")
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _checked(topic: str, answer: str) -> str:
    """`answer` stripped, when the configuration would take it; BadParameter makes the prompt ask again."""
    answer = answer.strip()
    fine = Answers("Desk", "desk@desk.example", "en", "UTC", "", "127.0.0.1:25", _guesses().database)
    try:
        settings_from(tomllib.loads(rendered(replace(fine, **{topic: answer}))), folder=Path("/"))
    except ConfigurationError as error:
        problem = error.problems[0]
        raise typer.BadParameter(f"{problem.what}. {problem.mend}".rstrip()) from None
    except Refused as error:
        raise typer.BadParameter(str(error)) from None
    return answer


def _guessed(given: Answers) -> Answers:
    """`given`, with the usual for what it leaves open; nobody can guess a name or an address."""
    for topic in ("name", "address"):
        if not getattr(given, topic):
            raise typer.BadParameter("nobody can be asked here, so it must be given", param_hint=f"--{topic}")
    guesses = _guesses()
    return Answers(
        given.name,
        given.address,
        given.language or guesses.language,
        given.timezone or guesses.timezone,
        given.token,
        given.outgoing or guesses.outgoing,
        given.database or guesses.database,
    )


def _guesses() -> Answers:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return Answers(
        language=_LANGUAGES.get(spoken[:2].lower(), "en"),
        timezone=_local_zone(),
        token="",
        outgoing="127.0.0.1:25",
        database="sqlite+aiosqlite:///var/stafett.db",
    )


def _local_zone() -> str:
    """The machine's zone by its usual mark, a link into the zone database; else UTC."""
    named = os.environ.get("TZ", "").lstrip(":")
    link = named or str(Path("/etc/localtime").resolve())
    zone = link.rpartition("zoneinfo/")[2].removeprefix("Etc/")
    return zone if re.fullmatch(r"[A-Z]\w+(/\w+)*", zone) else "UTC"


def _host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":") if ":" in text else (text, "", "25")
    if not host or not port.isdigit():
        raise Refused(f'"{text}" is not host:port, such as "127.0.0.1:25"')
    return host.strip("[]"), int(port)


def _toml(value: Any) -> str:
    """A TOML value: strings escape as in JSON, but for DEL, which TOML wants escaped as well."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(path: Path, text: str, *, force: bool) -> None:
    """The token in it is a secret: nobody else may read the file, not even while it is being written."""
    fresh = path.with_name(f".{path.name}.new") if force else path
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if force else os.O_EXCL)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(fresh, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)
