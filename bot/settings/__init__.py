"""The operator's configuration, typed: `load` is the one door in."""

from bot.settings.kinds import split_listen
from bot.settings.load import load, settings_from
from bot.settings.problems import ConfigurationError, Problem
from bot.settings.root import Settings
from bot.settings.sources import config_path

__all__ = [
    "ConfigurationError",
    "Problem",
    "Settings",
    "config_path",
    "load",
    "settings_from",
    "split_listen",
]
