"""Whom to meet on site and on which number: the person named for it, else the sender who signs.

A name in the text counts when something says so: a word of asking ("fråga efter", "ask for"), a title, a
telephone number beside it, a verb of being there. The sender counts only when text or signature names him or
her; a display name alone may be a shop's. A switchboard is nobody's number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mail.fields.known import known
from mail.fields.lexicon import last_match, pattern
from mail.fields.naming import NAME, is_department, names_in
from mail.fields.phone import Phone, phones
from mail.fields.sentences import sentences
from mail.fields.shouting import calmed
from mail.parsed import Mailbox
from mail.reply.names import folded, is_signed_by, looks_like_name, name_tokens
from mail.words import begun
from tickets.register import Asset

_MOST_BETWEEN = 3  # words: "Elin i kassa hjelper dere"
_ENOUGH = 2.0  # what has to speak for a name
_SPLIT = re.compile(r"\s*[,/|(•·:;]\s*|\s+[-–—]\s+|\s+(?=\+?\d)|\s{2,}|\t")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person and a number, either of which may not be told."""

    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote a text, and how it was signed."""

    box: Mailbox | None
    signature: str

    @property
    def tokens(self) -> frozenset[str]:
        """The folded words by which the writer signs."""
        return name_tokens(self.box.name, self.box.address) if self.box else frozenset()


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    start: int
    score: float
    sentence: int


def contact_of(
    text: str, writer: Writer, language: str, country: str, assets: Sequence[Asset] = ()
) -> Contact:
    """The contact that ``text`` with its writer's signature gives."""
    told = sentences(calmed(text))
    numbers = [_usable(sentence, language, country) for sentence in told]
    best = _best_name(told, numbers, writer, language, assets)
    signed = signed_name(writer, language)
    if best and not (signed and _same(best.name, signed)):
        return Contact(best.name, _number_for(best, told, numbers, language, country))
    name = signed or _introduced(text, language) or (best.name if best else None)
    in_text = _own_number(numbers)
    return Contact(
        name, in_text or (_signature_number(writer.signature, language, country) if name else None)
    )


def signed_name(writer: Writer, language: str) -> str | None:
    """The name in the signature, without titles; the fullest form of it. None when nobody signs."""
    candidates: list[str] = []
    for line in writer.signature.split("\n")[:8]:
        for piece in _SPLIT.split(_without_closing(line)):
            bare = piece.strip(" *_,.–—-~").removeprefix("/").strip()
            if _may_sign(bare, writer, language):
                candidates.append(bare)
        if any(is_signed_by(candidate, writer.tokens) for candidate in candidates):
            break
    matching = [candidate for candidate in candidates if is_signed_by(candidate, writer.tokens)]
    if matching:
        return max(matching, key=lambda name: len(name.split()))
    return candidates[0] if candidates else None


def _may_sign(bare: str, writer: Writer, language: str) -> bool:
    if not bare or _is_title(bare, language) or is_department(bare, language):
        return False
    words = bare.split()
    own = len(words) <= _MOST_BETWEEN and all(folded(word) in writer.tokens for word in words)
    return own or looks_like_name(bare)


def _without_closing(line: str) -> str:
    low = line.strip(" *_–—-").casefold()
    for phrase in begun(low, "reply", "closings"):
        if not low[len(phrase) : len(phrase) + 1].isalnum():
            return (
                line.strip(" *_–—-")[len(phrase) :]
                .lstrip(" ,.!:")
                .removeprefix("fra ")
                .removeprefix("från ")
                .removeprefix("from ")
            )
    if begun(low, "reply", "mobile"):
        return ""
    return line


def _is_title(text: str, language: str) -> bool:
    first = pattern(language, "people", "titles").match(text)
    return bool(first)


def _usable(sentence: str, language: str, country: str) -> list[Phone]:
    """The numbers of a sentence that somebody answers; those of a switchboard or fax are left out."""
    found = []
    for number in phones(sentence, country):
        before = sentence[max(0, number.start - 25) : number.start]
        if not number.marked and not pattern(language, "people", "phone").search(before):
            continue
        label = re.split(r"[,;|.]\s", before)[-1]
        if pattern(language, "people", "switchboard").search(label) or _names_a_number(before, language):
            continue
        found.append(number)
    return found


def _names_a_number(before: str, language: str) -> bool:
    """Whether the words right before digits call them something else: "snr", "org.nr."."""
    for key, section in (("no_phone", "people"), ("serial", "numbers")):
        last = last_match(pattern(language, section, key), before)
        if last is not None and len(before[last.end() :].split()) <= 1:
            return True
    return False


def _best_name(
    told: Sequence[str], numbers: list[list[Phone]], writer: Writer, language: str, assets: Sequence[Asset]
) -> _Named | None:
    registered = known(assets).names
    best: _Named | None = None
    for index, sentence in enumerate(told):
        for start, name in names_in(sentence, language):
            score = _score(sentence, start, name, numbers[index], language)
            words = [folded(word) for word in name.split()]
            if all(word in registered for word in words):
                score -= 3
            beside = any(0 <= number.start - start - len(name) <= 3 for number in numbers[index])
            if beside:
                score += 0.5
            elif start == 0 and len(words) == 1:
                score -= 0.5 if _followed_by_pronoun(told, index, language) else 1
            elif is_signed_by(name, writer.tokens) and len(words) == 1:
                score -= 0.5
            if score >= _ENOUGH and (best is None or score > best.score):
                best = _Named(name, start, score, index)
    return best


def _followed_by_pronoun(told: Sequence[str], index: int, language: str) -> bool:
    """Whether the next sentence goes on about a person: "Han er her tirsdag"."""
    return index + 1 < len(told) and bool(pattern(language, "people", "pronouns").match(told[index + 1]))


def _score(sentence: str, start: int, name: str, numbers: list[Phone], language: str) -> float:
    """How much ``sentence`` says that ``name``, who stands at ``start``, is the one to ask for."""
    before, after = sentence[max(0, start - 60) : start], sentence[start + len(name) : start + len(name) + 60]
    before = re.split(r"[.;]\s", before)[-1]
    after = re.split(r"[.;]\s", after)[0]
    score = 1.0 if len(name.split()) >= 2 else 0.0
    score += _asked_for(before, after, language) + _titled(before, after, language)
    if any(-25 < number.start - (start + len(name)) < 45 for number in numbers):
        score += 1.5
    elif any(number.start > start for number in numbers) and pattern(language, "people", "pronouns").search(
        after
    ):
        score += 1.5  # "..., he starts at seven and has 07700 900518"
    if pattern(language, "people", "own").search(before[-16:]):
        score += 2.0
    return score


def _asked_for(before: str, after: str, language: str) -> float:
    """What is said of asking for them before the name, and of receiving behind it."""
    ask, hosts = pattern(language, "people", "ask"), pattern(language, "people", "hosts")
    score = 0.0
    last = last_match(ask, before)
    if last is not None:
        gap = len(before[last.end() :].split())
        score += 2.0 if gap <= 1 else 1.5 if gap <= 7 else 0.5
    hosting = hosts.search(after)
    if hosting is not None and len(after[: hosting.start()].split()) <= _MOST_BETWEEN:
        score += 2.5
    elif hosting is not None or ask.search(after[:40]):
        score += 1.5
    return score


def _titled(before: str, after: str, language: str) -> float:
    """What their title says: "vaktmester Odd"; but "your engineer Dave" is no one of theirs."""
    titles = pattern(language, "people", "titles")
    score = 0.0
    title = last_match(titles, before)
    if title is not None and len(before[title.end() :].split()) <= 1:
        score += 1.5
    yours = last_match(pattern(language, "people", "yours"), before)
    if yours is not None and len(before[yours.end() :].split()) <= (1 if title is not None else 0):
        score -= 3.0
    if re.match(r"\s?[,(]\s?", after) and titles.match(after.lstrip(" ,(")):
        score += 1.0
    return score


def _number_for(
    named: _Named, told: Sequence[str], numbers: list[list[Phone]], language: str, country: str
) -> str | None:
    """The number nearest to a name: in its sentence, else in the next one or two ("Han svarer på ...")."""
    here = numbers[named.sentence]
    if here:
        return min(
            here,
            key=lambda number: abs(number.start - named.start) + (15 if number.start < named.start else 0),
        ).e164
    for index in (named.sentence + 1, named.sentence + 2, named.sentence - 1):
        if 0 <= index < len(told) and numbers[index]:
            return numbers[index][0].e164
    return None


def _own_number(numbers: list[list[Phone]]) -> str | None:
    return next((found[0].e164 for found in numbers if found), None)


def _signature_number(signature: str, language: str, country: str) -> str | None:
    """The direct number of a signature: a mobile before an unlabelled one, never a switchboard's."""
    direct: list[tuple[int, str]] = []
    for line in signature.split("\n"):
        for number in phones(line, country):
            label = re.split(r"[,;|•]\s?|\d\s{2,}", line[max(0, number.start - 30) : number.start])[-1]
            if pattern(language, "people", "switchboard").search(label):
                continue
            mobile = re.search(r"mob|cell|моб|сот|direk|direct|dir\b|\bm\b|ddi", label.casefold())
            direct.append((0 if mobile else 1, number.e164))
    return min(direct, key=lambda pair: pair[0])[1] if direct else None


def _introduced(text: str, language: str) -> str | None:
    for match in pattern(language, "people", "own").finditer(text):
        found = NAME.match(text, match.end() + 1)
        if (
            found
            and looks_like_name(found[0])
            and match[0].casefold() not in ("i am", "i'm", "this is", "это")
        ):
            return found[0].strip()
    return None


def _same(one: str, other: str) -> bool:
    first, second = set(folded(one).split()), set(folded(other).split())
    return bool(first & second)
