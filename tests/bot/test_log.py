"""What is logged can be read by machines and people, and tells no secrets."""

import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot import log
from bot.settings.sections import LogSettings

TOKEN = "8123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
PASSWORD = 'hush "hush"'

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def lines(stream: io.StringIO) -> Lines:
    log.set_up(LogSettings(format="json"), secrets=[TOKEN, PASSWORD, "no"], stream=stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_event_is_one_line_of_json(lines: Lines) -> None:
    structlog.get_logger().info("handed_off", ticket=1001, partner="nord-elektro")
    [line] = lines()
    assert (line["event"], line["ticket"], line["level"]) == ("handed_off", 1001, "info")
    assert line["timestamp"].endswith("Z")


def test_other_libraries_warnings_are_events_too(lines: Lines) -> None:
    logging.getLogger("aiogram.dispatcher").warning("retrying in %d s", 5)
    [line] = lines()
    assert (line["event"], line["logger"]) == ("retrying in 5 s", "aiogram.dispatcher")


def test_other_libraries_chatter_is_not_heard(stream: io.StringIO) -> None:
    log.set_up(LogSettings(level="debug", format="json"), stream=stream)
    logging.getLogger("mail.log").info("DATA: Kjære service")
    structlog.get_logger().debug("our_own")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["our_own"]


def test_python_warnings_are_events(lines: Lines) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning("old ways", DeprecationWarning, "x.py", 1)
    assert "old ways" in lines()[0]["event"]


def test_level_is_kept(lines: Lines) -> None:
    structlog.get_logger().debug("too_small")
    assert lines() == []


def test_words_of_people_become_their_length(lines: Lines) -> None:
    structlog.get_logger().info("arrived", text="Kaffemaskinen er død", raw=b"\0" * 7, body=None)
    assert [lines()[0][key] for key in ("text", "raw", "body")] == ["<20>", "<7>", None]


def test_addresses_are_shortened_wherever_they_stand(lines: Lines) -> None:
    structlog.get_logger().info(
        "sent to kari@kafe.example",
        to=["kari@kafe.example", "ola.nordmann+x@kafe.example"],
        error=ValueError("<kari@kafe.example> refused"),
    )
    [line] = lines()
    assert line["event"] == "sent to k…@kafe.example"
    assert line["to"] == ["k…@kafe.example", "o…@kafe.example"]
    assert line["error"] == "<k…@kafe.example> refused"


def test_message_ids_stay_whole(lines: Lines) -> None:
    structlog.get_logger().info("arrived", message_id="<abc.1@kafe.example>")
    assert lines()[0]["message_id"] == "<abc.1@kafe.example>"


@pytest.mark.parametrize(
    "said",
    [
        f"Cannot connect to https://api.telegram.org/bot{TOKEN}/getUpdates",
        f"https://api.telegram.org/file/bot{TOKEN}/photos/file_1.jpg",
        f"token {TOKEN} is wrong",
        f"GET /bot{TOKEN.replace(':', '%3A')}/getMe",
    ],
)
def test_bot_tokens_are_blackened(said: str, stream: io.StringIO) -> None:
    log.set_up(LogSettings(format="json"), stream=stream)  # not even told what the token is
    structlog.get_logger().warning("telegram_failed", error=said)
    logging.getLogger("aiohttp").warning("%s", said)
    assert stream.getvalue().count("***") == 2
    assert TOKEN.partition(":")[2] not in stream.getvalue()


def test_short_token_in_a_bot_address_is_blackened(lines: Lines) -> None:
    structlog.get_logger().info("called", url="http://127.0.0.1:8081/bot1:practice/getMe")
    assert lines()[0]["url"] == "http://127.0.0.1:8081/bot1:***/getMe"


def fails(with_words: str) -> None:
    raise OSError(with_words)


def test_token_in_a_traceback_is_blackened(lines: Lines, stream: io.StringIO) -> None:
    try:
        fails(f"https://api.telegram.org/bot{TOKEN}/sendMessage to kari@kafe.example")
    except OSError:
        structlog.get_logger().exception("delivery_failed", delivery=7)
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    first, second = lines()
    assert "Traceback" in first["exception"]
    assert "Traceback" in second["exception"]
    assert TOKEN.partition(":")[2] not in stream.getvalue()
    assert "kari@" not in stream.getvalue()


def test_tracebacks_hold_no_local_variables(lines: Lines, stream: io.StringIO) -> None:
    body = "Kaffemaskinen" + " er død"
    try:
        fails(f"{len(body)} characters")
    except OSError:
        structlog.get_logger().exception("failed")
    assert body not in stream.getvalue()


def test_known_secrets_are_blackened_even_escaped(lines: Lines, stream: io.StringIO) -> None:
    structlog.get_logger().info("login_failed", password=PASSWORD, url=f"imap://anna:{PASSWORD}@mx")
    assert "hush" not in stream.getvalue()
    assert lines()[0]["password"] == "***"


def test_password_in_a_url_is_blackened(lines: Lines) -> None:
    structlog.get_logger().info("connecting", url="postgresql+asyncpg://anna:s3cret@db/stafett")
    assert lines()[0]["url"] == "postgresql+asyncpg://anna:***@db/stafett"


def test_very_short_secret_does_not_blacken_words(lines: Lines) -> None:
    structlog.get_logger().info("noon")
    assert lines()[0]["event"] == "noon"


def test_console_is_for_people(stream: io.StringIO) -> None:
    log.set_up(LogSettings(format="console"), secrets=[TOKEN], stream=stream)
    structlog.get_logger().info("handed_off", ticket=1001)
    logging.getLogger("aiohttp").warning("bad %s", TOKEN)
    assert "handed_off" in stream.getvalue()
    assert "ticket=1001" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_a_pipe_gets_json(stream: io.StringIO) -> None:
    log.set_up(LogSettings(), stream=stream)
    structlog.get_logger().info("started")
    assert json.loads(stream.getvalue())["event"] == "started"
