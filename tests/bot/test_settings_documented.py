"""Every setting is documented, with its true default."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.settings.known import annotation_at, every_setting
from tests.bot.configuration import MINIMAL, settings_of

PAGE = (Path(__file__).parents[2] / "docs/configuration.md").read_text(encoding="utf-8")
ROWS = {row[1]: row[2] for row in re.finditer(r"(?m)^\| `([\w.*\[\]]+)` \| (.*?) \|", PAGE)}


def default_of(name: str) -> Any:
    """The default of a setting of a named table."""
    path = [0 if step == "*" else step for step in name.replace("[]", ".*").split(".")]
    *table, key = path
    field = annotation_at(Settings, table).model_fields[key]
    return field.get_default(call_default_factory=True)


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert set(every_setting(Settings)) == set(ROWS)


@pytest.mark.parametrize("name", [name for name, default in ROWS.items() if default.startswith("`")])
def test_documented_default_is_true(name: str) -> None:
    told = tomllib.loads(f"x = {ROWS[name].strip('`')}")["x"]
    settings = settings_of(MINIMAL + "[calendars.office]\n[sla.standard]\n")
    policy = settings.policy()
    effective = {
        "desk.timezone": lambda: str(settings.desk.timezone),
        "desk.sla": lambda: policy.default_sla,
        "database.url": lambda: default_of(name).get_secret_value(),
        "sla.*.calendar": lambda: settings.calendar_of("standard"),
        "sla.*.accept": lambda: {str(key): str(value) for key, value in policy.sla(None).accept.items()},
        "sla.*.on_site": lambda: {str(key): str(value) for key, value in policy.sla(None).on_site.items()},
        "sla.*.resolve": lambda: {str(key): str(value) for key, value in policy.sla(None).resolve.items()},
        "sla.*.pause_while": lambda: sorted(default_of(name)),
    }.get(name, lambda: plain(default_of(name)))()
    assert effective == (sorted(told) if name == "sla.*.pause_while" else told)


def plain(value: Any) -> Any:
    """As TOML would say it."""
    if hasattr(value, "get_secret_value"):
        return value.get_secret_value()
    return list(value) if isinstance(value, tuple | frozenset) else value


def test_secrets_are_marked() -> None:
    marked = set(re.findall(r"(?m)^\| `([\w.]+)` \| .*? \| \*Secret\.\*", PAGE))
    kept = {name for name in ROWS if "SecretStr" in str(annotation_at(Settings, name.split(".")))}
    assert marked == kept
