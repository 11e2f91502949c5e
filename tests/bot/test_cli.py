"""The command line: what it wires, what it says, and with which code it leaves."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from bot import cli
from tests.bot.configuration import WHOLE

STAFETT = Path(sys.executable).with_name("stafett")

Calls = list[tuple[tuple[Any, ...], dict[str, Any]]]
Fake = Callable[..., Calls]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where nobody has set anything but this stafett.toml."""
    for name in [name for name in os.environ if name.startswith("STAFETT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STAFETT_DEBUG", "")  # so that what the command sets is undone
    monkeypatch.setattr("bot.log.set_up", lambda *_args, **_more: None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stafett.toml").write_text(WHOLE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Puts a function that only notes its calls in place of a command's module."""

    def put(module: str, name: str, *, result: int = 0, is_async: bool = True) -> Calls:
        calls: Calls = []

        async def later(*args: Any, **more: Any) -> int:
            calls.append((args, more))
            return result

        def now(*args: Any, **more: Any) -> int:
            calls.append((args, more))
            return result

        stand_in = ModuleType(module)
        setattr(stand_in, name, later if is_async else now)
        monkeypatch.setitem(sys.modules, module, stand_in)
        return calls

    return put


def stafett(*args: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STAFETT_")}
    return subprocess.run(
        [STAFETT, *args], cwd=folder, env=clean | environment, capture_output=True, text=True, check=False
    )


def leaves_with(*args: str) -> int:
    return CliRunner().invoke(cli.app, args).exit_code


def test_run_gets_the_settings_and_gives_the_code(folder: Path, fake: Fake) -> None:
    calls = fake("bot.run", "run", result=1)
    assert leaves_with("run") == 1
    assert calls[0][0][0].desk.name == "Nordlys Service"


def test_demo_is_played(folder: Path, fake: Fake) -> None:
    calls = fake("sandbox.demo", "play", is_async=False)
    assert leaves_with("demo", "--once", "--port", "8090") == 0
    assert calls == [((), {"once": True, "port": 8090})]


def test_parse_gets_its_files_in_order(folder: Path, fake: Fake) -> None:
    calls = fake("bot.parse_command", "parse_mails", is_async=False)
    assert leaves_with("parse", "--jsonl", "--assets", "a.csv", "m2.eml", "-", "m1.eml") == 0
    assert calls[0][0] == (["m2.eml", "-", "m1.eml"],)
    assert (calls[0][1]["jsonl"], calls[0][1]["assets"]) == (True, Path("a.csv"))


def test_import_names_kind_and_file(folder: Path, fake: Fake) -> None:
    calls = fake("bot.import_command", "import_csv")
    assert leaves_with("import", "sites", "sites.csv") == 0
    assert calls[0][0][1:] == ("sites", Path("sites.csv"))
    assert leaves_with("import", "machines", "sites.csv") == 2


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        (["dispatchers"], ("dispatchers", None)),
        (["partner", "nord-elektro"], ("partner", "nord-elektro")),
        (["customer", "kari@kafe.example"], ("customer", "kari@kafe.example")),
    ],
)
def test_invite_names_whom(folder: Path, fake: Fake, words: list[str], whom: tuple[str, str | None]) -> None:
    calls = fake("bot.invite_command", "invite")
    assert leaves_with("invite", *words) == 0
    assert calls[0][0][1:] == whom


@pytest.mark.parametrize("words", [["partner"], ["customer"], ["dispatchers", "nord"], ["everybody"]])
def test_invite_refuses_half_an_invitation(folder: Path, words: list[str]) -> None:
    assert leaves_with("invite", *words) == 2


@pytest.mark.parametrize(
    "words", [["nord-elektro"], ["nord-elektro", "Nord Elektro · jobber"], ["-1001234567890"]]
)
def test_unbind_names_the_chat(folder: Path, fake: Fake, words: list[str]) -> None:
    calls = fake("bot.unbind_command", "unbind")
    assert leaves_with("unbind", *words) == 0
    assert calls[0][0][1:] == (" ".join(words),)


def test_export_counts_since_in_the_desks_zone(folder: Path, fake: Fake) -> None:
    calls = fake("bot.export_command", "export")
    assert leaves_with("export", "--ticket", "1001", "--since", "2026-10-01") == 0
    assert calls[0][1]["ticket"] == 1001
    assert calls[0][1]["since"] == datetime(2026, 10, 1, tzinfo=ZoneInfo("Europe/Oslo"))
    assert leaves_with("export", "--since", "yesterday") == 2


def test_quarantine_and_replay(folder: Path, fake: Fake) -> None:
    listed = fake("bot.quarantine_command", "list_quarantine")
    assert leaves_with("quarantine") == 0
    replayed = fake("bot.quarantine_command", "replay", result=1)
    assert leaves_with("replay", "7") == 1
    assert (len(listed), replayed[0][0][1]) == (1, 7)


def test_upgrade_gets_the_whole_url(folder: Path, fake: Fake) -> None:
    calls = fake("storage.migrate", "upgrade")
    assert leaves_with("db", "upgrade") == 0
    assert calls[0][0] == (f"sqlite+aiosqlite:///{folder}/var/stafett.db",)


def test_check_says_what_is_there_and_what_is_odd(folder: Path) -> None:
    done = stafett("check", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "stafett.toml is fine: 1 partner, 1 route, 1 category, 1 SLA." in done.stdout
    assert "note: telegram.token is empty" in done.stdout
    assert "note: nord-elektro has skills that are no category: till." in done.stdout


def test_check_refuses_with_every_problem(folder: Path) -> None:
    with (folder / "stafett.toml").open("a", encoding="utf-8") as file:
        file.write('[web]\nlisten = "x"\nlisten2 = "y"\n')
    done = stafett("check", folder=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == ["stafett.toml"] * 2


def test_config_may_stand_before_or_behind_the_command(folder: Path) -> None:
    (folder / "stafett.toml").rename(folder / "other.toml")
    for words in (["--config", "other.toml", "check"], ["check", "--config", "other.toml"]):
        assert stafett(*words, folder=folder).returncode == 0
    assert stafett("check", folder=folder, STAFETT_CONFIG="other.toml").returncode == 0
    assert stafett("check", folder=folder, STAFETT_CONFIG="third.toml").returncode == 1


def test_wrong_usage_leaves_with_two(folder: Path) -> None:
    for words in (["frobnicate"], ["parse"], ["replay", "x"], ["export", "--ticket", "0"]):
        assert stafett(*words, folder=folder).returncode == 2


def test_version_is_said(folder: Path) -> None:
    assert stafett("--version", folder=folder).stdout.startswith("stafett 0.")


@pytest.mark.parametrize("debug", [False, True])
def test_surprise_is_one_line_but_for_debugging(
    folder: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch, debug: bool
) -> None:
    def surprise(*_args: Any, **_more: Any) -> int:
        raise KeyError("https://api.telegram.org/bot123:abc/getMe")

    fake("bot.parse_command", "parse_mails")
    monkeypatch.setattr(sys.modules["bot.parse_command"], "parse_mails", surprise)
    monkeypatch.setattr(sys, "argv", ["stafett", *(["--debug"] if debug else []), "parse", "m.eml"])
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(sys, "stderr", said := io.StringIO())
    with pytest.raises(KeyError if debug else SystemExit):
        cli.main()
    if not debug:
        assert said.getvalue().startswith("stafett: something unexpected went wrong (KeyError: ")
        assert said.getvalue().count("\n") == 1
        assert "bot123:***" in said.getvalue()


def test_refused_file_is_one_line(folder: Path) -> None:
    (folder / "stafett.toml").unlink()
    (folder / "stafett.toml").mkdir()
    done = stafett("check", folder=folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("words", [["--help"], ["check"], ["parse", "mail.eml"]])
def test_quick_commands_import_nothing_slow(folder: Path, words: list[str]) -> None:
    (folder / "mail.eml").write_bytes(b"From: kari@kafe.example\r\nSubject: x\r\n\r\nKaffemaskinen\r\n")
    script = (
        "import sys, atexit\n"
        "slow = {'aiogram', 'aiohttp', 'aiosmtplib', 'alembic', 'obstore', 'sqlalchemy'}\n"
        "atexit.register(lambda: print(*sorted(slow & set(sys.modules)), file=sys.stderr))\n"
        f"sys.argv = ['stafett', *{words}]\n"
        "from bot.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
    assert done.stdout
