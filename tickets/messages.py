"""The step in a message of several sentences: "Hi! We take it. Ola comes tomorrow at 9."

A greeting is passed over, and one sentence must be a step by itself (:mod:`tickets.answers`): a whole one, or
the first clause of the first one. The rest are words. What could be meant otherwise is no step: words that
deny, doubt, ask or name a condition (``words/sentences.toml``), steps that contradict each other, and a plain
"ok" or "no" beside words that tell of something else. People read those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tickets.answers import Answer, is_sorry, read_answer, says_why
from tickets.sentences import begins, clauses, has, is_courtesy, sentences, without_goodbye
from tickets.spoken_times import find_time, read_time, says_there
from tickets.states import HandoffState
from tickets.thanks import only_thanks
from tickets.work.reading import read_words

_LONGEST = 2000  # characters; what is longer is a report
_MOST = 25  # sentences
_DOUBTS = frozenset("❓❔❌👎🚫⛔✖❎")
_QUOTES = frozenset('"«»“”„>')
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # whether it is a time does not hang on when it is read

_ORDER = (HandoffState.ACCEPTED, HandoffState.EN_ROUTE, HandoffState.ON_SITE)
_LAST = (HandoffState.WAITING, HandoffState.DONE)  # nothing goes on after these in one message


@dataclass(frozen=True, slots=True)
class Said:
    """A step and whether the message says more than that: to a no, why."""

    answer: Answer
    more: bool = False


def read_message(text: str, *, offered: bool = False) -> Said | None:
    """The step that a message takes; None when it takes none, or none that is beyond doubt.

    >>> read_message("Hei!\\n\\nVi tar jobben. Ola kommer i morgen kl 9.", offered=True).answer.state
    <HandoffState.ACCEPTED: 'accepted'>
    >>> read_message("Ferdig, men den lekker fortsatt.") is None
    True
    """
    if (whole := read_answer(text, offered=offered)) is not None:
        return Said(whole, says_why(text))
    if len(text) > _LONGEST or not _DOUBTS.isdisjoint(text):
        return None
    told = [
        each
        for each in without_goodbye(text)
        if not is_courtesy(each) or read_answer(each, offered=offered) is not None
    ]
    if not told or len(told) > _MOST or any(_halves(each) for each in told):
        return None
    steps = _steps(told, offered=offered)
    answer = _furthest([step.answer for step in steps])
    if answer is None or not all(_stands(step, answer, told) for step in steps):
        return None
    rest = [part for step in steps for part in step.rest] + [
        each for place, each in enumerate(told) if place not in {step.place for step in steps}
    ]
    if not any(step.is_clear for step in steps) and not all(_goes_with(each, answer) for each in rest):
        return None
    return Said(answer, bool(rest) or says_why(text))


def mentions_done(text: str) -> bool:
    """Whether "done" stands in it as a sentence or clause of its own, whatever else is said."""
    return any(
        (answer := read_answer(part)) is not None and answer.state is HandoffState.DONE
        for sentence in sentences(text)
        for part in (sentence, *clauses(sentence))
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """A sentence that is a step, or whose first clause is; `rest`: its other clauses."""

    place: int
    answer: Answer
    rest: tuple[str, ...]
    is_clear: bool  # a step at any time, not just in answer to an offer, or at work


def _halves(sentence: str) -> bool:
    """Whether half of it is taken back. "Can't after all" is a whole no, though it takes back a yes."""
    first, *rest = clauses(sentence) or [""]
    no = read_answer(first)
    told = rest if no is not None and no.state is HandoffState.DECLINED else [sentence]
    return any(has(each, "but") for each in told)


def _steps(told: Sequence[str], *, offered: bool) -> list[_Step]:
    found = []
    for place, sentence in enumerate(told):
        quoted = not _QUOTES.isdisjoint(sentence) or (place and told[place - 1].endswith(":"))
        step = None if quoted or "?" in sentence else _step(sentence, place, offered=offered)
        if step is not None:
            found.append(step)
    return found


def _step(sentence: str, place: int, *, offered: bool) -> _Step | None:
    """A whole sentence; of the first one, its first clause that is no greeting will do."""
    if (answer := read_answer(sentence, offered=offered)) is not None:
        return _Step(place, answer, (), _is_clear(sentence, answer))
    parts = [part for part in clauses(sentence) if not is_courtesy(part)]
    if place or not parts:
        return None
    found = [read_answer(part, offered=offered) for part in parts]
    if found[0] is None and is_sorry(parts[0]) and found[1:2] == [Answer(HandoffState.DECLINED)]:
        parts, found = parts[1:], found[1:]
    answer = found[0]
    if answer is None or any(each not in (None, answer) for each in found):
        return None
    rest = tuple(part for part, each in zip(parts, found, strict=True) if each is None)
    clear = any(_is_clear(part, answer) for part, each in zip(parts, found, strict=True) if each is not None)
    return _Step(place, answer, rest, clear)


def _is_clear(part: str, answer: Answer) -> bool:
    return read_answer(part) == read_answer(part, offered=True) == answer


def _furthest(answers: Sequence[Answer]) -> Answer | None:
    """Of "arrived" and "done" the latter; None where they do not follow each other, or there are none."""
    if not answers or len(set(answers)) == 1:
        return answers[0] if answers else None
    *first, last = answers
    if any(each.state not in _ORDER for each in first) or last.state not in (*_ORDER, *_LAST):
        return None
    order = [_ORDER.index(each.state) for each in answers if each.state in _ORDER]
    return last if order == sorted(order) else None


def _stands(step: _Step, answer: Answer, told: Sequence[str]) -> bool:
    """Whether nothing denies it: beside the step, after it, or, of an end, anywhere."""
    others = [each for place, each in enumerate(told) if place != step.place]
    if answer.state is HandoffState.DECLINED:
        return not any(has(each, "later") for each in (*step.rest, *others))
    if any(begins(each, "not") for each in others) or any(has(each, "not") for each in step.rest):
        return False
    if answer.state in (HandoffState.DONE, HandoffState.ON_SITE):
        around = (*step.rest, *others)
        denied = answer.state is HandoffState.DONE and any(has(each, "not") for each in around)
        return not denied and not any(has(each, "later") for each in around)
    return True


def _goes_with(part: str, answer: Answer) -> bool:
    """Whether the words fit a plain yes, no or "klart": when they come, what was done, thanks."""
    if "?" in part:
        return False
    if answer.state is HandoffState.DECLINED:
        return says_why(part)
    if answer.state is HandoffState.DONE:
        return only_thanks(part) or read_words(part, _EPOCH, by="") is not None
    told = find_time(part, _EPOCH, UTC)
    return (
        is_courtesy(part)
        or read_time(part, _EPOCH, UTC) is not None
        or (told is not None and says_there(part))
    )
