"""What a technician's few words mean, in five languages: a step of the job, or just words.

Only a message that is nothing but such a phrase (with a greeting, a time or a thank-you around it) moves
the job; a phrase inside a longer story does not, because the story may say the opposite. What could mean
two things means nothing here: the desk reads it.

The words are in ``words/<language>.toml``. Accents, doubled letters and apostrophes do not count there, nor
in what people write: "pa vei", "fremmme" and "I’m here" are understood. ``#`` stands for a number, ``##`` for
one of four digits or more. The lists:

- a step's own name (``accepted``, ``waiting_parts``, ...): the phrases; in ``[offered]`` those that are an
  answer to an offer only ("ok", "no time"), in ``[at_work]`` those that are no answer to an offer ("klar").
- ``who`` before any of them, ``what`` before "done", ``sorry`` before or after "declined".
- ``after`` after any of them, ``after_done`` after "done", ``when`` after "accepted" and "waiting".
- ``lasts``, or ``there`` with ``at``, after "on my way": "20 min", "there at 14:30". Never after "done" or
  "on site", where a time tells of what is still to come.
- ``because`` in ``[offered]``: what in a "declined" says why.
- ``never``: what only looks like a phrase.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from tickets.phrases import Phrases, made_of, numbered, word_lists, words_of
from tickets.states import HandoffState, WaitReason

LANGUAGES = ("nb", "sv", "da", "ru", "en")

_MOST_CHARACTERS = 200
_MOST_WORDS = 12  # a longer message is a story, not a button

_DOUBTS = frozenset("?؟？❓❔❌👎🚫⛔✖❎")
_EMOJI = frozenset("👍👌✅")
_BUTS = frozenset(
    {"men", "but", "dog", "dock", "но", "only", "bare", "bara", "kun", "только"}
)  # behind a no: it is not a whole one


@dataclass(frozen=True, slots=True)
class Answer:
    """A step somebody took by words. `wait` only with WAITING."""

    state: HandoffState
    wait: WaitReason | None = None


_ANSWERS = {
    "accepted": Answer(HandoffState.ACCEPTED),
    "en_route": Answer(HandoffState.EN_ROUTE),
    "on_site": Answer(HandoffState.ON_SITE),
    "done": Answer(HandoffState.DONE),
    "waiting_parts": Answer(HandoffState.WAITING, WaitReason.PARTS),
    "waiting_access": Answer(HandoffState.WAITING, WaitReason.ACCESS),
    "waiting_customer": Answer(HandoffState.WAITING, WaitReason.CUSTOMER),
    "waiting_approval": Answer(HandoffState.WAITING, WaitReason.APPROVAL),
    "declined": Answer(HandoffState.DECLINED),
}


@dataclass(frozen=True, slots=True)
class _Language:
    never: Phrases
    steps: tuple["_Step", ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """The phrases of one step in one language, and what may stand around them."""

    answer: Answer
    phrases: Phrases
    before: Phrases
    after: Phrases

    def is_said_by(self, words: list[str]) -> bool:
        """Whether these words are one of the phrases (or several), and nothing else that counts."""
        return any(
            " ".join(words[start:end]) in self.phrases
            and made_of(words[:start], self.before)
            and made_of(words[end:], self.after | self.phrases)
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
        )


def read_answer(text: str, *, offered: bool = False) -> Answer | None:
    """The step these words take; None when they are anything else.

    `offered`: they answer an offer, so that a plain yes or no is a step as well.

    >>> read_answer("Fremme nå!")
    Answer(state=<HandoffState.ON_SITE: 'on_site'>, wait=None)
    >>> read_answer("ikke ferdig") is None
    True
    >>> read_answer("Ok", offered=True)
    Answer(state=<HandoffState.ACCEPTED: 'accepted'>, wait=None)
    """
    if offered and (answer := _declined_because(text)):
        return answer
    if len(text) > _MOST_CHARACTERS or not _DOUBTS.isdisjoint(text):
        return None
    words = [numbered(word) for word in words_of(text)]
    if not words or len(words) > _MOST_WORDS:
        return None
    meant = {answer for language in LANGUAGES for answer in _meanings(words, language, offered=offered)}
    return meant.pop() if len(meant) == 1 else None


def says_why(text: str) -> bool:
    """Whether words that decline say more than no.

    >>> says_why("nei dessverre"), says_why("nei, ingen tid"), says_why("declined: the van broke down")
    (False, True, True)
    """
    _, _, after = text.partition(":")
    words = f" {' '.join(words_of(text))} "
    reasons = (reason for language in LANGUAGES for reason in _lists(language)["offered/because"])
    return bool(words_of(after)) or any(f" {reason} " in words for reason in reasons)


def is_sorry(text: str) -> bool:
    """Whether it only says that somebody is sorry, as before a no."""
    words = words_of(text)
    return bool(words) and any(made_of(words, _lists(language)["sorry"]) for language in LANGUAGES)


def _declined_because(text: str) -> Answer | None:
    """ "Declined: no time": after a no and a colon any reason may stand; after a plain one ("can't:")
    none that asks or takes half of it back."""
    head, colon, rest = text.partition(":")
    halfway = "?" in rest or not _BUTS.isdisjoint(words_of(rest))
    answer = read_answer(head, offered=not halfway) if colon else None
    return answer if answer is not None and answer.state is HandoffState.DECLINED else None


def _meanings(words: list[str], language: str, *, offered: bool) -> set[Answer]:
    read = _language(language, offered=offered)
    if " ".join(word for word in words if word not in _EMOJI) in read.never:
        return set()
    return {step.answer for step in read.steps if step.is_said_by(words)}


@cache
def _language(language: str, *, offered: bool) -> _Language:
    lists = _lists(language)
    always = tuple(_step(name, lists, lists[name]) for name in _ANSWERS)
    own = "offered/" if offered else "at_work/"
    some = tuple(
        _step(name, lists, lists[own + name], timeless=True) for name in _ANSWERS if own + name in lists
    )
    thumbs = _Step(_ANSWERS["accepted"], _EMOJI, frozenset(), _EMOJI)
    return _Language(lists["never"], (*always, *some, thumbs) if offered else (*always, *some))


def _step(name: str, lists: Mapping[str, Phrases], phrases: Phrases, *, timeless: bool = False) -> _Step:
    """`timeless`: no time after a plain yes or no, nor after "klar"."""
    before, after = lists["who"] | _EMOJI, lists["after"] | _EMOJI
    if name == "done":
        before, after = before | lists["what"], after | lists["after_done"]
    elif name == "declined":
        before, after = before | lists["sorry"], after | lists["sorry"]
    elif name == "en_route":
        arrivals = {f"{there} {at}" for there, at in product(lists["there"], lists["at"])}
        after = after | lists["lasts"] | arrivals
    elif name != "on_site" and not timeless:
        after = after | lists["when"]
    return _Step(_ANSWERS[name], phrases, before, after)


@cache
def _lists(language: str) -> Mapping[str, Phrases]:
    """The language's lists as words count; those of a table under its name and a slash."""
    read = word_lists(language)
    lists: dict[str, list[str]] = {"never": []}
    for name, found in read.items():
        lists |= (
            {f"{name}/{own}": words for own, words in found.items()}
            if isinstance(found, dict)
            else {name: found}
        )
    for name in ("at", "lasts", "when"):  # "1430" is a time as well
        numbers = [phrase.replace("#", "##") for phrase in lists[name] if "#" in phrase]
        lists[name] = [*lists[name], *numbers]
    return {name: frozenset(" ".join(words_of(phrase)) for phrase in found) for name, found in lists.items()}
