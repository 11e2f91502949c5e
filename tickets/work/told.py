"""The hours, parts and costs in a message of several sentences, and the commands that are lines of a mail."""

from dataclasses import dataclass, replace
from datetime import datetime

from tickets.sentences import clauses, sentences
from tickets.work.lines import WorkLine
from tickets.work.payers import Payer, only_payer
from tickets.work.reading import READERS, read_words

USAGE = {
    "log": "/log 2.5h",
    "part": "/part ABC-12 x1",
    "cost": "/cost 350 kr taxi",
    "extra": "/extra 300 kr …",
}


@dataclass(frozen=True, slots=True)
class Commanded:
    """What the command lines of a mail write down. `words` are the other lines, `unread` how the commands
    that could not be read are written."""

    words: str
    lines: tuple[WorkLine, ...] = ()
    unread: tuple[str, ...] = ()


def command_in(text: str) -> str | None:
    """The name of the command that writes a line down; None for words."""
    name = text.split(maxsplit=1)[0].removeprefix("/").partition("@")[0].lower() if text.strip() else ""
    return name if text.startswith("/") and name in READERS else None


def read_commands(text: str, now: datetime, *, by: str) -> Commanded:
    """Each line that begins with /log, /part or /cost is one; the others are words."""
    words, lines, unread = [], [], []
    for each in text.splitlines():
        command = command_in(each.strip())
        if command is None:
            words.append(each)
            continue
        rest = each.split(maxsplit=1)[1:]
        line = READERS[command](rest[0] if rest else "", now, by=by)
        if line is None:
            unread.append(USAGE[command])
        else:
            lines.append(line)
    return Commanded("\n".join(words).strip(), tuple(lines), tuple(unread))


def read_sentences(text: str, now: datetime, *, by: str) -> list[WorkLine]:
    """The lines that sentences or clauses of the message are, each in one place; a story has none.

    A clause that only says who pays is about the lines of its sentence, a sentence about all before it, as
    far as they do not say it themselves: "2 timer, 40 km, på garanti", "Brukte 2 timer. Kunden betaler."
    """
    said = sentences(text)
    found: list[WorkLine] = []
    for sentence in said if len(said) > 1 else [text]:
        if (payer := only_payer(sentence)) is not None:
            found = _paid_by(payer, found)
        else:
            found += _in_one(sentence, now, by)
    return found


def _in_one(sentence: str, now: datetime, by: str) -> list[WorkLine]:
    """Several lines where its clauses are lines, "2 timer, taxi 350 kr"; else the one that it is, or none."""
    parts = clauses(sentence)
    told = [line for part in parts if (line := read_words(part, now, by=by)) is not None]
    whole = read_words(sentence, now, by=by) if len(told) < 2 else None
    if whole is not None:
        return [whole]
    return _paid_by(next(filter(None, map(only_payer, parts)), None), told)


def _paid_by(payer: Payer | None, lines: list[WorkLine]) -> list[WorkLine]:
    return [replace(each, payer=each.payer or payer) for each in lines]
