"""What somebody looks for in a message or mail: words, a pattern, or a question to ask of it."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
What = str | re.Pattern[str] | Callable[[Any], bool]
"""A string must occur in the words, a pattern must be found in them, a function must say yes to the thing."""

After = "int | Message | Mail | None"
"""A moment (`town.moment()`), or a thing seen before: only what changed later counts."""


def fits(thing: object, words: str, what: tuple[What, ...]) -> bool:
    """Whether all of ``what`` holds."""
    return all(_one(thing, words, item) for item in what)


def describe(what: tuple[What, ...]) -> str:
    return " and ".join(_name(item) for item in what) or "anything"


def moment_of(after: Any) -> int:
    if after is None:
        return 0
    return after if isinstance(after, int) else int(after.seq)


def _one(thing: object, words: str, what: What) -> bool:
    if isinstance(what, str):
        return what in words
    if isinstance(what, re.Pattern):
        return what.search(words) is not None
    return bool(what(thing))


def _name(what: What) -> str:
    if isinstance(what, str):
        return repr(what)
    if isinstance(what, re.Pattern):
        return f"/{what.pattern}/"
    return getattr(what, "__name__", "what the function wants")
