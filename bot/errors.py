"""What the command line says when it cannot do what was asked: one kind line, and never a secret."""

from bot.settings.problems import ConfigurationError
from storage.errors import AlreadyRunning, SchemaBehind


class Refused(Exception):
    """A command that cannot be done, for a reason that its caller can mend. The message is for people."""


def complaint(error: BaseException) -> str:
    """What stderr says about `error`; more than one line only for a configuration with several problems."""
    if isinstance(error, ConfigurationError):
        return str(error)
    if isinstance(error, Refused | SchemaBehind | AlreadyRunning):
        return f"stafett: {error}"
    if isinstance(error, OSError) and error.strerror:
        about = f"{error.filename}: " if error.filename else ""
        return f"stafett: {about}{error.strerror}"
    words = " ".join(str(error).split())[:300]
    return f"stafett: something unexpected went wrong ({type(error).__name__}: {words}). --debug shows where."
