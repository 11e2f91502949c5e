"""Which asset of the register a mail is about: by its id, its serial number, or make and site together.

Never a guess. Where two rows fit equally, where a serial says one and an id another, the answer is None and a
dispatcher decides; a wrong machine sends a technician to the wrong town.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from mail.fields.known import known, sound
from mail.fields.lexicon import Phrases, compiled, last_match, pattern, words
from mail.fields.numbers import keyed, keys_in, norm, squeezed, tokens
from mail.fields.sentences import clauses, sentences
from mail.fields.serial import labelled_serials, registered_serials
from mail.reasons import because
from mail.reply.names import folded
from tickets.register import Asset

_SITE_STOP = frozenset(
    {"as", "ab", "aps", "a/s", "ltd", "plc", "ооо", "ао", "зао", "пао", "оао", "гау", "муп", "ип", "бц", "тц"}
    | {"the", "of", "i", "og", "och", "and", "и", "på", "ved", "vid", "at"}
)
_FEW = 200  # assets whose names are looked for one by one
_ENOUGH = 1.0  # site evidence that counts as having named the site
_CLEARLY = 0.75  # by how much the best has to lead


@dataclass(frozen=True, slots=True)
class About:
    """What is read for the asset: the words about the job, and words that tell only the site (signature,
    sender).
    """

    text: str
    around: str
    language: str


def candidate_numbers(text: str) -> tuple[str, ...]:
    """What in ``text`` could be an id or serial number, upper case as written, labelled serial numbers
    first.
    """
    serials = labelled_serials(text)
    ids = [token.upper() for token, key, _ in keyed(text) if len(key) >= 3]
    return tuple(dict.fromkeys([*serials, *ids]))


def asset_of(about: About, assets: Sequence[Asset]) -> Asset | None:
    """The one asset of ``assets`` that ``about`` names, or None."""
    if not assets:
        return None
    named = _by_number(about, assets)
    if named:
        because("asset", "named by id or serial number", ", ".join(one.id for one in named))
        return named[0] if len(named) == 1 else _not_the_fine(about, named)
    return _by_description(about, assets)


def _by_number(about: About, assets: Sequence[Asset]) -> list[Asset]:
    found: dict[str, Asset] = {asset.id: asset for _, asset, _ in registered_serials(about.text, assets)}
    register = known(assets)
    ids, digits = register.ids, register.digits
    label = compiled(words(about.language, "numbers", "asset"))
    sticker = pattern(about.language, "numbers", "sticker")
    for token in [] if all(map(_has_digit, ids)) else tokens(about.text):
        if norm(token[0]) in ids:
            found[ids[norm(token[0])].id] = ids[norm(token[0])]
    for _, key, start in keyed(about.text):
        asset_named = ids.get(key)
        if asset_named and (
            any(char.isalpha() for char in key) or _is_labelled(about.text, start, label, sticker)
        ):
            found[asset_named.id] = asset_named
        elif (
            key.isdigit()
            and len(key) >= 3
            and len(digits.get(key, ())) == 1
            and _is_labelled(about.text, start, label, sticker)
        ):
            found[digits[key][0].id] = digits[key][0]
    return list(found.values())


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _is_labelled(text: str, start: int, label: re.Pattern[str], sticker: Phrases) -> bool:
    """Whether the number at ``start`` is called an asset's: "anlegg nr. 410", "3341 på klistrelappen"."""
    behind = re.split(r"[.!?,;]\s", text[start : start + 45])[0]
    if sticker.search(behind):
        return True
    before = text[max(0, start - 40) : start]
    last = last_match(label, before)
    if last is None:
        return False
    between = re.sub(r"\b(?:nr|no|id)\.", " ", before[last.end() :], flags=re.IGNORECASE)
    return len(between.split()) <= 2 and not re.search(r"[.!?]\s", between)


def _not_the_fine(about: About, named: list[Asset]) -> Asset | None:
    """Of several that are named, the one that is not said to be well: tables and "the left one is fine"."""
    fine = pattern(about.language, "numbers", "fine")
    ailing = [
        asset for asset in named if not all(fine.search(said) for said in _said_about(about.text, asset))
    ]
    return ailing[0] if len(ailing) == 1 else None


def _said_about(text: str, asset: Asset) -> list[str]:
    """The clauses that name ``asset``: "1 is fine, but 2 leaks" says two things."""
    keys = {norm(asset.id), norm(asset.serial or "")} - {""}
    told = [clause for sentence in sentences(text) for clause in clauses(sentence)]
    return [clause for clause in told if any(norm(token) in keys for token, _, _ in tokens(clause))]


def _by_description(about: About, assets: Sequence[Asset]) -> Asset | None:
    made = _made_by(about.text, assets)
    if not made:
        because("asset", "no id, serial number, make or model of the register is named")
        return None
    fine = pattern(about.language, "numbers", "fine")
    told = [clause for sentence in sentences(about.text) for clause in clauses(sentence)]
    ailing = "\n".join(clause for clause in told if not fine.search(clause)) or about.text
    scored = sorted(
        ((_site_score(ailing, about.around, asset, made), asset) for asset in made), key=lambda pair: -pair[0]
    )
    because(
        "asset",
        f"make and site (at least {_ENOUGH}, and {_CLEARLY} ahead of the next)",
        lambda: ", ".join(f"{asset.id} {score:.2f}" for score, asset in scored[:5]),
    )
    if scored[0][0] < _ENOUGH or (len(scored) > 1 and scored[0][0] - scored[1][0] < _CLEARLY):
        return None
    return scored[0][1]


def _made_by(text: str, assets: Sequence[Asset]) -> list[Asset]:
    """The assets whose brand or model is named; inflected, in Cyrillic or a little misspelt."""
    makes, heard = known(assets).makes, _heard_words(text)
    whole = squeezed(text) if len(makes) <= _FEW else ""
    named = not whole or any(name in whole for make in makes for name in make.exact)
    exact = keys_in(text) if named else frozenset[str]()
    return [
        make.asset
        for make in makes
        if not exact.isdisjoint(make.exact) or any(_heard(name, heard) for name in make.sounds)
    ]


def is_heard(word: str, names: Iterable[str]) -> bool:
    """Whether ``word`` sounds like one of ``names`` (as :func:`sound` writes them)."""
    return any(_heard(name, _heard_words(word)) for name in names)


def _heard(name: str, heard: "_Heard") -> bool:
    return any(
        (token.startswith(name) and len(token) - len(name) <= 4)
        or (
            len(name) >= 5
            and abs(len(token) - len(name)) <= 2
            and token[:2] == name[:2]
            and fuzz.ratio(token, name) >= 82
        )
        for token in heard.get(name[:2], ())
    )


_Heard = Mapping[str, tuple[str, ...]]  # words by how they begin: two letters


@lru_cache(maxsize=8)
def _heard_words(text: str) -> _Heard:
    """The words of ``text`` by sound; "Orona-heisen" is two."""
    by_start: dict[str, dict[str, None]] = {}
    for word in re.findall(r"[^\W_]+", text):
        heard = sound(word)
        by_start.setdefault(heard[:2], {})[heard] = None
    return {start: tuple(words) for start, words in by_start.items()}


def _site_score(text: str, around: str, asset: Asset, rivals: Sequence[Asset]) -> float:
    """How much ``text`` speaks for this asset's site. Words that all rivals share tell nothing."""
    score = 0.0
    low = folded(text)
    if asset.address and _address_in(asset.address, low):
        score += 3.0
    heard, nearby = _heard_words(text), _heard_words(around)
    own = _site_words(asset)
    for word in own:
        telling = (
            1.0
            if sum(word in _site_words(rival) for rival in rivals) < len(rivals) or len(rivals) == 1
            else 0.25
        )
        if _says(word, heard, low):
            score += telling
        elif _says(word, nearby, folded(around)):
            score += telling * 0.5
    if asset.city and len(asset.city) > 3 and _heard(sound(asset.city), heard):
        score += 1.0
    if asset.postal_code and norm(asset.postal_code) in keys_in(text):
        score += 1.0
    return score


def _says(word: str, heard: _Heard, low: str) -> bool:
    if " " in word or word.isdigit():
        return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low))
    stem = word[: max(4, len(word) - (3 if len(word) > 7 else 2))]
    tokens_alike = heard.get(word[:2], ())
    return any(token.startswith(stem) for token in tokens_alike) if len(word) >= 4 else word in tokens_alike


@lru_cache(maxsize=20_000)
def _site_words(asset: Asset) -> frozenset[str]:
    """The telling words of site, location and customer; a number together with its word ("hal 2")."""
    found: set[str] = set()
    for name in (asset.site, asset.customer, asset.location):
        parts = [folded(part) for part in re.findall(r"\w[\w'’]*", name or "")]
        for index, part in enumerate(parts):
            if part.isdigit():
                found.add(f"{parts[index - 1]} {part}" if index else part)
            elif part not in _SITE_STOP and not (index + 1 < len(parts) and parts[index + 1].isdigit()):
                found.add(sound(part))
    return frozenset(found)


def _address_in(address: str, low: str) -> bool:
    """Whether the street with its number is written in ``low`` (folded), in any common shape."""
    wanted = folded(address)
    words_of, numbers = re.findall(r"[^\W\d_]{3,}", wanted), re.findall(r"\d+\w?", wanted)
    if not words_of:
        return False
    if not numbers:
        return wanted in low
    street = max(words_of, key=len)
    street, number = re.escape(street), rf"(?<!\d){numbers[-1]}(?!\d)"
    near = rf"{street}\w{{0,2}}[^\n\d]{{0,12}}{number}|{number},?\s[^\n\d]{{0,12}}{street}"
    return bool(re.search(near, low))
