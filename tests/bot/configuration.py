"""Nordlys Service's configuration, as small as can be and as large as INTERFACE shows it."""

import tomllib
from pathlib import Path

import pytest

from bot.settings import ConfigurationError, Settings, settings_from

MINIMAL = """
[desk]
name = "Nordlys Service"
address = "service@nordlys.example"
"""

WHOLE = (
    MINIMAL
    + """
language = "nb"
timezone = "Europe/Oslo"

[calendars.office]
hours = { mon-fri = "08:00-16:00" }
holidays = "NO"

[sla.standard]
calendar = "office"
accept  = { critical = "30m", high = "1h", normal = "4h", low = "1d" }
ping_at = [0.5, 0.75, 0.9, 1.0]
pause_while = ["waiting_customer", "waiting_access", "waiting_approval"]

[[categories]]
id = "coffee"
words = ["kaffemaskin", "кофемашина"]
cost_cap = "5000 NOK"

[[partners]]
id = "nord-elektro"
name = "Nord Elektro AS"
skills = ["coffee", "till"]
brands = ["Jura"]
postal_codes = ["0*", "1*"]
sla = "standard"
email = ""
capacity_per_week = 40

[[routes]]
when = { category = "coffee", postal_code = "0*", brand = "Jura" }
offer = ["nord-elektro"]
accept_within = "30m"
"""
)


def settings_of(text: str, folder: Path = Path("/srv/stafett")) -> Settings:
    """What this stafett.toml says, without an environment."""
    return settings_from(tomllib.loads(text), folder=folder)


def refusal_of(text: str) -> str:
    """What is said about this stafett.toml."""
    with pytest.raises(ConfigurationError) as refused:
        settings_of(text)
    return str(refused.value)
