"""Which of several jobs words name: "#1002 ferdig", "1001: on my way"."""

import re
from collections.abc import Collection

_NUMBER = re.compile(r"(?:^\s*|(?<!\w)#)(\d{1,12})(?!\w|[.,:]\d)")


def named_in(text: str, numbers: Collection[int]) -> int | None:
    """The one of these tickets whose number begins the words, or stands behind a "#"; None: none, or several.

    >>> named_in("#1002 ferdig", [1001, 1002]), named_in("1500 kr", [1001, 1002])
    (1002, None)
    """
    named = {int(each) for each in _NUMBER.findall(text)} & set(numbers)
    return named.pop() if len(named) == 1 else None
