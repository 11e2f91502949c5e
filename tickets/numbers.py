"""Under which number another house has a job: told in a few words, by a command, or by the desk (S60)."""

import re
from datetime import datetime
from functools import cache

from tickets.chains.tree import child_of
from tickets.given import Given
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY, Actor, Role
from tickets.phrases import word_lists
from tickets.ticket import Ticket

_LONGEST = 40
_NUMBER = r"(?:[^\W\d_]{1,10} )?#?[^\W_][\w/.-]*"
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?")
_DIGITS = 2  # at the least, of a number in words: "our job 1" is none
_TELEPHONE = 8  # digits and nothing else may be a telephone's, where nobody says what the number is of


def told(ticket: Ticket, seq: int, number: str, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """The partner of that handoff has the job under this number. Its neighbours see it, and nobody else of a
    chain; the timeline keeps each change (S67)."""
    handoff = ticket.handoff(seq)
    was = given.known.number_at(handoff.partner_id)
    if was == number:
        return Outcome(ticket=ticket, answer="already")
    child = child_of(ticket, seq)
    neighbours = (seq, handoff.parent, child.seq if child else None)
    cards = (each for each in neighbours if each is not None)
    text = f"{was} → {number}" if was else number
    audience = FOR_PARTNER if by.role is Role.PARTNER else INTERNAL_ONLY  # in a chain nobody sees the desk
    return Outcome(
        ticket=ticket,
        entries=(event("their_number", by, now, audience, handoff=seq, text=text),),
        notices=(
            *(Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each) for each in cards),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
        answer="number_noted",
    )


def read_number(text: str) -> str | None:
    """A number by itself, as a command has it; None: it is none.

    >>> read_number("INC 0012345"), read_number("#SO-123."), read_number("vet ikke")
    ('INC 0012345', 'SO-123', None)
    """
    number = " ".join(text.split()).removeprefix("№").strip(" #.!:")
    if len(number) > _LONGEST or not any(map(str.isdigit, number)):
        return None
    return number if re.fullmatch(_NUMBER, number) else None


def number_in_words(text: str) -> str | None:
    """The number that the words tell, which are nothing else; None: they are anything else.

    >>> number_in_words("Vår ref: SO-123"), number_in_words("наш номер 4711"), number_in_words("our ref 9?")
    ('SO-123', '4711', None)
    """
    match = _words().fullmatch(" ".join(text.split()))
    number = read_number(match["number"]) if match else None
    if match is None or number is None or sum(map(str.isdigit, number)) < _DIGITS - number[:1].isalpha():
        return None
    if _DATE.fullmatch(number) or (" " in number and not number.partition(" ")[0].isupper()):
        return None  # "our order arrives 14"
    is_bare = number.isdigit() and match["thing"] is None
    return None if is_bare and len(number) >= _TELEPHONE else number


@cache
def _words() -> re.Pattern[str]:
    lists = word_lists("number")
    one_of = {name: "|".join(map(re.escape, sorted(lists[name], key=len, reverse=True))) for name in lists}
    thing = rf"(?P<thing>{one_of['reference']})\.?(?:[ -]?(?:{one_of['number']})\.?)?"
    what = rf"(?:{thing}|(?:{one_of['number']})\.?)"
    return re.compile(
        rf"(?:{one_of['own']}) {what} ?(?:[:=#№–-] ?|(?:{one_of['is']}):? ?)?(?<=\W)(?P<number>[^?]+)",
        re.IGNORECASE,
    )
