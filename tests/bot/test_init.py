"""``stafett init`` writes a file that ``stafett check`` likes, and nothing else."""

import os
import re
import stat
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import Refused
from bot.init_command import Answers, rendered, write
from bot.settings import ConfigurationError, Settings, load, settings_from
from bot.settings.known import every_setting

NORDLYS = Answers(name="Nordlys Service", address="service@nordlys.example", timezone="Europe/Oslo")


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("STAFETT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STAFETT_DEBUG", "")  # so that what the command sets is undone


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "stafett.toml"


def test_name_and_address_are_enough(path: Path) -> None:
    write(path, NORDLYS, force=False, ask=False)
    settings = load(path)
    assert (settings.desk.name, str(settings.desk.timezone)) == ("Nordlys Service", "Europe/Oslo")
    assert settings.mail.outgoing.port == 25


def test_file_is_for_its_owner_alone(path: Path) -> None:
    write(path, NORDLYS, force=False, ask=False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_odd_names_survive(path: Path) -> None:
    name = 'Kaffe "og" \\ те\tå 😀'
    write(path, Answers(name=name, address="service@nordlys.example"), force=False, ask=False)
    assert load(path).desk.name == name


def test_submission_port_brings_its_security(path: Path) -> None:
    answers = Answers(name="N", address="n@nordlys.example", outgoing="smtp.nordlys.example:587")
    write(path, answers, force=False, ask=False)
    assert load(path).mail.outgoing.security == "starttls"


def test_language_and_zone_are_guessed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nn_NO.UTF-8")
    monkeypatch.setenv("TZ", ":Europe/Stockholm")
    write(path, Answers(name="N", address="n@nordlys.example"), force=False, ask=False)
    settings = load(path)
    assert (settings.desk.language, str(settings.desk.timezone)) == ("nb", "Europe/Stockholm")


def test_existing_file_stays(path: Path) -> None:
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="--force"):
        write(path, NORDLYS, force=False, ask=False)
    assert path.read_text(encoding="utf-8") == "mine"


def test_force_writes_over(path: Path) -> None:
    path.write_text("old", encoding="utf-8")
    write(path, NORDLYS, force=True, ask=False)
    assert load(path).desk.name == "Nordlys Service"
    assert [file.name for file in path.parent.iterdir()] == ["stafett.toml"]


def test_bad_answer_writes_nothing(path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r'Did you mean "Europe/Oslo"\?'):
        write(path, Answers(name="N", address="n@n.example", timezone="Europe/Olso"), force=False, ask=False)
    assert not path.exists()


def test_nobody_guesses_an_address(path: Path) -> None:
    with pytest.raises(typer.BadParameter):
        write(path, Answers(name="Nordlys"), force=False, ask=False)
    assert not path.exists()


def test_questions_are_asked_again_until_the_answer_is_good(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = [
        "Nordlys",
        "service",
        "service@nordlys.example",
        "no",
        "nb",
        "Europe/Oslo",
        "",
        "mx:0x",
        "mx:25",
        "",
    ]
    done = CliRunner().invoke(_asking(path), input="\n".join(spoken) + "\n")
    assert done.exit_code == 0
    assert '"service" is not a mail address' in done.output
    assert '"mx:0x" is not host:port' in done.output
    settings = load(path)
    assert (settings.desk.address, settings.desk.language) == ("service@nordlys.example", "nb")
    assert settings.mail.outgoing.host == "mx"


def test_secrets_of_the_environment_stay_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFETT_TELEGRAM__TOKEN", "123:hush-hush")
    monkeypatch.setenv("STAFETT_DATABASE__URL_FILE", "/run/secrets/url")
    spoken = ["Nordlys", "service@nordlys.example", "nb", "Europe/Oslo", "mx:25"]
    done = CliRunner().invoke(_asking(path), input="\n".join(spoken) + "\n")
    assert done.exit_code == 0
    assert "hush-hush" not in path.read_text(encoding="utf-8")


def _asking(path: Path) -> typer.Typer:
    """The same command on a terminal."""
    asking = typer.Typer()
    asking.command()(lambda: write(path, Answers(), force=False, ask=True))
    return asking


def test_command_takes_everything_as_options(path: Path) -> None:
    words = [
        "init", f"--config={path}", "--name=Nordlys", "--address=service@nordlys.example", "--language=sv",
        "--timezone=Europe/Oslo", "--telegram-token=123:abc", "--outgoing=mx.example:465",
        "--database=postgresql+asyncpg://anna@db/stafett",
    ]  # fmt: skip
    done = CliRunner().invoke(app, words)
    settings = load(path)
    assert (done.exit_code, settings.desk.language) == (0, "sv")
    assert settings.telegram.token.get_secret_value() == "123:abc"
    assert settings.mail.outgoing.security == "tls"


def test_every_comment_is_good_configuration() -> None:
    answers = Answers("N", "n@nordlys.example", "nb", "Europe/Oslo", database="sqlite+aiosqlite:///s.db")
    text = rendered(answers).replace('host = ""', 'host = "imap.nordlys.example"')
    uncommented = re.sub(r"(?m)^#(?=[a-z_]+ = |\[\[)", "", text)
    settings = settings_from(tomllib.loads(uncommented), folder=Path("/"))
    assert settings.partners[0].id == "nord-elektro"
    assert settings.routes[0].offer == ("nord-elektro",)


def test_template_names_every_setting() -> None:
    template = files("bot").joinpath("init_template.toml").read_text(encoding="utf-8")
    keys = {name.rpartition(".")[2] for name in every_setting(Settings)}
    assert {key for key in keys if not re.search(rf"(?m)^#?{key} +=|^#?{key} =", template)} == set()
