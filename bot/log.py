"""Logs are events: a name and ids. Secrets, bodies and whole addresses never get into them."""

import json
import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings.sections import LogSettings

_BODIES = frozenset({"body", "caption", "content", "html", "payload", "quoted", "raw", "subject", "text"})
_WITH_AT = frozenset({"message_id", "in_reply_to", "references", "logger", "timestamp"})  # not addresses
_SHORTEST_SECRET = 6  # a shorter one would blacken ordinary words

_ADDRESS = re.compile(r"([\w.!#$%&'*/=?^`{|}~+-])[\w.!#$%&'*/=?^`{|}~+-]*@(?=[\w-]+(?:\.[\w-]+)*)")
_SECRETS = re.compile(
    r"(?P<bot>bot\d+(?::|%3A))[\w-]+"  # in the addresses of the Bot API
    r"|(?P<token>\b\d{6,}(?::|%3A))[\w-]{30,}"  # a token by itself
    r"|(?P<url>\w://[^\s/:@]*:)[^\s/@]+(?=@)",  # the password in a URL
    re.IGNORECASE,
)


def set_up(settings: LogSettings, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """From here on everything is logged to `stream` (stderr), other libraries' warnings too.

    `secrets` are blackened wherever they occur, besides whatever looks like a bot token.
    """
    out = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    console = settings.format == "console" or (settings.format == "auto" and out.isatty())
    first: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        without_bodies,
    ]
    last: list[Processor] = [_renderer(colors=out.isatty()) if console else _json, _Blacken(secrets)]
    structlog.configure(
        processors=[*first, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *first],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    # Other libraries tell bodies and parameters below WARNING, so they are not heard there at any level.
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)
    logging.captureWarnings(True)


def short_address(address: str) -> str:
    """``k…@kafe.example`` for ``kari@kafe.example``: enough to recognise, too little to write to."""
    return _ADDRESS.sub(r"\1…@", address)


def without_bodies(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What people wrote becomes its length, and their addresses are shortened."""
    return {key: _discreet(key, value) for key, value in event.items()}


def _discreet(key: str, value: Any) -> Any:
    if key in _BODIES and value is not None:
        return f"<{len(value)}>" if isinstance(value, str | bytes) else "<…>"
    if value is None or isinstance(value, int | float) or key in _WITH_AT or key.startswith("_"):
        return value
    if isinstance(value, dict):
        return {inner: _discreet(str(inner), item) for inner, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_discreet(key, item) for item in value]
    return short_address(value if isinstance(value, str) else str(value))


def blacken(text: str) -> str:
    """`text` without what looks like a bot token or a password in a URL."""
    return _SECRETS.sub(lambda found: f"{found['bot'] or found['token'] or found['url']}***", text)


class _Blacken:
    """The last word on each line: what must not leave is gone, however it got in."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}
        known |= {json.dumps(secret, ensure_ascii=False)[1:-1] for secret in known}  # as they stand in JSON
        longest_first = sorted(known, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if known else None

    def __call__(self, _logger: WrappedLogger, _method: str, line: Any) -> str:
        text = blacken(str(line))
        return self._known.sub("***", text) if self._known else text


def _renderer(*, colors: bool) -> Processor:
    return structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)


def _json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return json.dumps(event, ensure_ascii=False, default=str)
