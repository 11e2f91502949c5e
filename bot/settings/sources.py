"""Where settings come from: the file, over it the environment, and files that hold secrets."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic_settings import EnvSettingsSource, SettingsError

from bot.settings.known import annotation_at
from bot.settings.problems import ConfigurationError, Problem, did_you_mean
from bot.settings.root import Settings

DEFAULT_FILE = "stafett.toml"
PREFIX = "STAFETT_"
ENVIRONMENT = "the environment"

Tree = dict[str, Any]


def config_path(named: Path | None) -> Path:
    """The configuration file: `named`, else STAFETT_CONFIG, else stafett.toml in the working folder."""
    return named or Path(os.environ.get("STAFETT_CONFIG") or DEFAULT_FILE)


def from_file(path: Path, *, required: bool) -> Tree:
    """The file's tables, its ``*_file`` secrets read; empty when there is no file and none is required."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if not required:
            return {}
        raise ConfigurationError(
            [
                Problem(
                    str(path), "", "there is no such file", "Write one with `stafett init`, or name another"
                )
            ]
        ) from None
    except UnicodeDecodeError:
        raise ConfigurationError([Problem(str(path), "", "is not UTF-8 text", "Save it as UTF-8")]) from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError([Problem(str(path), "", f"cannot be read: {error}", "")]) from None
    return _secrets_read(tree, path.absolute().parent, str(path))


def from_environment(folder: Path) -> Tree:
    """What ``STAFETT_<SECTION>__<KEY>`` say, as the file would say it."""
    _refuse_unknown_sections()
    try:
        tree = EnvSettingsSource(
            Settings,
            env_prefix=PREFIX,
            env_nested_delimiter="__",
            case_sensitive=False,
            env_ignore_empty=False,
        )()
    except SettingsError as error:
        mend = """Write lists and tables as JSON, such as '["a", "b"]'"""
        raise ConfigurationError([Problem(ENVIRONMENT, "", str(error), mend)]) from None
    return _secrets_read(tree, folder, ENVIRONMENT)


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> Tree:
    """Both trees; where both have a value, the one of `above`. Lists are replaced whole."""
    tree = dict(below)
    for key, value in above.items():
        if isinstance(value, Mapping) and isinstance(old := tree.get(key), Mapping):
            tree[key] = merged(old, value)
        else:
            tree[key] = value
    return tree


def _refuse_unknown_sections() -> None:
    """A mistyped section would pass unseen. Names without ``__`` are left: Kubernetes sets STAFETT_PORT."""
    problems = []
    for name in sorted(os.environ):
        section, mark, _ = name.upper().removeprefix(PREFIX).partition("__")
        if name.upper().startswith(PREFIX) and mark and section.lower() not in Settings.model_fields:
            mend = did_you_mean(section, Settings.model_fields)
            problems.append(Problem(ENVIRONMENT, name, f"there is no section {section.lower()}", mend))
    if problems:
        raise ConfigurationError(problems)


def _secrets_read(tree: Tree, folder: Path, where: str, at: tuple[str, ...] = ()) -> Tree:
    """`tree` with every ``<secret>_file`` replaced by the secret in that file, without its last line end."""
    read: Tree = {}
    for key, value in tree.items():
        secret = key.removesuffix("_file")
        if isinstance(value, dict):
            read[key] = _secrets_read(value, folder, where, (*at, key))
        elif secret != key and annotation_at(Settings, (*at, secret)) is SecretStr:
            if tree.get(secret):
                dotted = ".".join((*at, key))
                what, mend = f"both {secret} and {key} are given", f"Keep {key} alone"
                raise ConfigurationError([Problem(where, dotted, what, mend)])
            read[secret] = _secret(folder / str(value), where, ".".join((*at, key)))
        elif key not in read:
            read[key] = value
    return read


def _secret(path: Path, where: str, key: str) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not text"
        mend = "Name a file that holds the secret and that this user may read"
        raise ConfigurationError([Problem(where, key, f"{path} cannot be read ({reason})", mend)]) from None
