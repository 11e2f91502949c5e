"""What is wrong with a configuration: where, what, and the mend, for people."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend."""

    where: str  # the file, or "the environment" when the value came from there
    key: str  # dotted, as in TOML: telegram.token, partners[2].email; empty: the whole file
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.where}: {self.key}" if self.key else self.where
        mend = f" {self.mend.rstrip('.')}." if self.mend else ""
        return f"{place}: {self.what}.{mend}".replace("?.", "?")


class ConfigurationError(Exception):
    """The configuration is refused; ``problems`` holds every reason that could be found at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Odd(ValueError):
    """A value that we refuse, with the mend. Never holds a secret's value."""

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The mend for a word we do not know: the nearest that we do, else all of them."""
    choices = sorted(known)
    if near := get_close_matches(word.lower(), choices, n=1, cutoff=0.6):
        return f'Did you mean "{near[0]}"?'
    return f"Known here: {', '.join(choices)}" if choices else ""
