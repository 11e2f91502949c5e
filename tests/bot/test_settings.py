"""A configuration is read once, from the file, the environment and the files of secrets."""

import os
from pathlib import Path

import pytest

from bot.settings import ConfigurationError, load, split_listen
from tests.bot.configuration import MINIMAL, WHOLE, settings_of


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("STAFETT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "stafett.toml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def test_name_and_address_are_enough() -> None:
    settings = settings_of(MINIMAL)
    assert settings.mail.smtp.listen == "127.0.0.1:2525"
    assert (settings.telegram.on, settings.mail.imap.on) == (False, False)


def test_environment_wins_over_the_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFETT_DESK__NAME", "Sørlys Service")
    monkeypatch.setenv("STAFETT_MAIL__SMTP__MAX_SIZE_MB", "10")
    monkeypatch.setenv("STAFETT_SLA__STANDARD__PING_AT", "[0.5, 1]")
    settings = load(config)
    assert settings.desk.name == "Sørlys Service"
    assert settings.desk.address == "service@nordlys.example"
    assert settings.mail.smtp.max_size_mb == 10
    assert settings.sla["standard"].ping_at == (0.5, 1)


def test_lists_of_tables_come_as_json_from_the_environment(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAFETT_ROUTES", '[{"offer": ["nord-elektro"]}]')
    assert load(config).routes[0].when == {}


def test_environment_alone_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STAFETT_DESK__NAME", "Nordlys Service")
    monkeypatch.setenv("STAFETT_DESK__ADDRESS", "service@nordlys.example")
    assert load().desk.name == "Nordlys Service"


def test_the_environment_names_the_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFETT_CONFIG", str(config))
    assert load().desk.language == "nb"


def test_secret_comes_from_a_file_named_in_the_file(config: Path) -> None:
    (config.parent / "token").write_text("123:abc\n", encoding="utf-8")
    with config.open("a", encoding="utf-8") as file:
        file.write('\n[telegram]\ntoken_file = "token"\n')
    assert load(config).telegram.token.get_secret_value() == "123:abc"


def test_secret_comes_from_a_file_named_in_the_environment(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (config.parent / "url").write_text("postgresql+asyncpg://anna:hush@db/stafett", encoding="utf-8")
    monkeypatch.setenv("STAFETT_DATABASE__URL_FILE", str(config.parent / "url"))
    settings = load(config)
    assert settings.database.url.get_secret_value() == "postgresql+asyncpg://anna:hush@db/stafett"
    assert "hush" not in repr(settings)


def test_secret_in_the_environment_wins_over_its_file_in_the_file(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (config.parent / "token").write_text("123:abc", encoding="utf-8")
    with config.open("a", encoding="utf-8") as file:
        file.write('\n[telegram]\ntoken_file = "token"\n')
    monkeypatch.setenv("STAFETT_TELEGRAM__TOKEN", "456:def")
    assert load(config).telegram.token.get_secret_value() == "456:def"


def test_unreadable_secret_is_a_problem(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFETT_TELEGRAM__TOKEN_FILE", "nowhere")
    with pytest.raises(ConfigurationError, match=r"telegram.token_file: .*nowhere cannot be read"):
        load(config)


def test_secrets_are_known_but_not_shown() -> None:
    settings = settings_of(MINIMAL + '[mail.imap]\nhost = "mx.example"\nuser = "u"\npassword = "hush"')
    assert "hush" in settings.secrets()
    assert "hush" not in repr(settings)


def test_relative_paths_are_seen_from_the_file(config: Path) -> None:
    settings = load(config)
    assert settings.database.url.get_secret_value() == f"sqlite+aiosqlite:///{config.parent}/var/stafett.db"
    assert settings.files.url == f"file://{config.parent}/var/files"


def test_absolute_paths_stay() -> None:
    settings = settings_of(
        MINIMAL + '[database]\nurl = "sqlite+aiosqlite:////data/s.db"\n[files]\nurl = "file:/data/f"'
    )
    assert settings.database.url.get_secret_value() == "sqlite+aiosqlite:////data/s.db"
    assert settings.files.url == "file:///data/f"


@pytest.mark.parametrize(
    ("listen", "place"),
    [("127.0.0.1:80", ("127.0.0.1", 80)), ("[::1]:80", ("::1", 80))],
)
def test_listen_splits(listen: str, place: tuple[str, int]) -> None:
    assert split_listen(listen) == place
