"""One door in: the configuration read, checked as a whole, and refused with every reason at once."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.settings.crosscheck import findings
from bot.settings.known import keys_at
from bot.settings.problems import ConfigurationError, Odd, Problem, did_you_mean
from bot.settings.root import Settings
from bot.settings.sources import ENVIRONMENT, Tree, config_path, from_environment, from_file, merged

Path_ = tuple[str | int, ...]


def load(config: Path | None = None) -> Settings:
    """The settings of `config` (or STAFETT_CONFIG, or ./stafett.toml) and the environment.

    Without a file the environment alone may do. Relative paths are seen from the file's folder. Raises
    ConfigurationError.
    """
    path = config_path(config)
    file = from_file(path, required=bool(config or os.environ.get("STAFETT_CONFIG")))
    folder = path.absolute().parent
    return settings_from(file, from_environment(folder), folder=folder, name=str(path))


def settings_from(
    tree: Tree, environment: Tree | None = None, *, folder: Path, name: str = "stafett.toml"
) -> Settings:
    """The settings that these tables make; problems call the file `name`. Raises ConfigurationError."""
    above = environment or {}
    try:
        settings = Settings(**merged(tree, above))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise ConfigurationError(_problem(detail, above, name) for detail in details) from None
    problems = [
        Problem(_where(at, above, name), dotted(at), what, mend) for at, what, mend in findings(settings)
    ]
    if problems:
        raise ConfigurationError(problems)
    resolved = settings.model_copy(
        update={
            "database": settings.database.resolved(folder),
            "files": settings.files.resolved(folder),
            "mail": settings.mail.resolved(folder),
        }
    )
    try:
        resolved.mail.smtp.tls()
    except OSError as error:  # ssl.SSLError is one
        mend = "Name PEM files that belong together and that this user may read"
        what = f"certificate and key cannot be used ({error.strerror or error})"
        raise ConfigurationError([Problem(name, "mail.smtp.certificate", what, mend)]) from None
    return resolved


def dotted(path: Path_) -> str:
    """``partners[1].email``: a place as people read it."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.lstrip(".")


def _problem(detail: ErrorDetails, environment: Mapping[str, Any], name: str) -> Problem:
    at = tuple(step for step in detail["loc"] if step != "[key]")
    what, mend = _words(detail, at)
    return Problem(_where(at, environment, name), dotted(at), what, mend)


def _words(detail: ErrorDetails, at: Path_) -> tuple[str, str]:
    context = detail.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, Odd):
        return cause.what, cause.mend
    if detail["type"] == "missing":
        return "is missing", "Add it, or write a new file with `stafett init`"
    if detail["type"] == "extra_forbidden":
        return "is not a setting", did_you_mean(str(at[-1]), keys_at(Settings, at[:-1]))
    if detail["type"] in ("literal_error", "enum"):
        return "is not one of the known words", f"Write one of {context['expected']}"
    if detail["type"] in ("too_short", "string_too_short"):
        return "is empty", "Give at least one" if detail["type"] == "too_short" else "Write something"
    return detail["msg"].replace("Input should be", "should be").replace("Value error, ", ""), ""


def _where(at: Path_, environment: Mapping[str, Any], name: str) -> str:
    """Whether the value at this place came from the environment or from the file."""
    here: Any = environment
    for step in at:
        if not isinstance(here, Mapping) or step not in here:
            # A list given by the environment came from there whole.
            return ENVIRONMENT if isinstance(here, list) else name
        here = here[step]
    return ENVIRONMENT if at else name
