"""A mail's text as lines that remember where they stood: how deep in quotes, and in which client's
container.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_GAP = re.compile(r"\n{3,}")


class Mark:
    """What the markup of the sender's client says about a line: bits of :attr:`Line.marks`.

    Plain integers, for an enum's arithmetic takes twenty times as long and each line has some.
    """

    NONE = 0
    CITED = 1  # in a container that clients use for history only
    ATTRIBUTION = 2  # the client's own line above a quote
    SIGNATURE = 4
    FORWARDED = 8  # in a container that clients use for a forwarded mail
    RULE = 16  # a dividing rule stands directly above
    LABEL = 32  # the whole line is bold or a table heading: a form's label
    HISTORY = 64  # from here on everything is history (a marker without an end)
    FINE = 128  # printed small or grey
    CHEVRON = 512  # the depth was written as ">" marks
    TINTED = 256  # the whole line is in a colour of its own, neither black nor grey


@dataclass(slots=True)  # frozen would triple the cost of making one, and a mail has hundreds
class Line:
    """One line: ``text`` without quote marks, ``depth`` of citation, and the marks of its containers. Never
    changed once made.
    """

    text: str
    depth: int = 0
    marks: int = Mark.NONE
    pictures: tuple[str, ...] = ()  # Content-IDs of those that stand on it or directly below it

    @property
    def blank(self) -> bool:
        """Whether nothing readable is on it."""
        return not self.text.strip()


def joined(lines: list[Line]) -> str:
    """The text of ``lines``, at most one blank line in a row, none at the ends."""
    return joined_texts([line.text for line in lines])


def joined_texts(texts: Iterable[str]) -> str:
    """The same of lines that are text alone."""
    text = "\n".join([one.rstrip() for one in texts]).strip()
    return _GAP.sub("\n\n", text) if "\n\n\n" in text else text
