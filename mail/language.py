"""Which language a short service mail is written in: Norwegian, Swedish, Danish, Russian or English.

Mails of this trade are two sentences full of brands and numbers, where statistical detectors guess; the small
words, the letters and a few spellings tell. Norwegian and Danish share most words, so what counts is what
only one of them has. Headers and the sender's country break ties.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from mail.reasons import because
from mail.words import LANGUAGES, pack

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[а-яёА-ЯЁ]+")
_LATIN = re.compile("[a-zA-ZåäöæøÅÄÖÆØ]+")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]+")
_COUNTRY = {"no": "nb", "se": "sv", "dk": "da", "ru": "ru", "uk": "en", "рф": "ru", "su": "ru", "ie": "en"}
_DIALLED, _CALLED = (
    re.compile(r"(?:\+|\b00)(47|46|45|44)(?=[ (\d])"),
    {"47": "nb", "46": "sv", "45": "da", "44": "en"},
)
_TAGS = {"nb": "nb", "no": "nb", "nn": "nb", "sv": "sv", "da": "da", "ru": "ru", "en": "en"}
_MAX = 6000  # characters read
_SHARED = (0.0, 2.0, 1.2, 0.5, 0.25, 0.0)  # what a word tells that so many of our languages have
_AROUND, _MOST_AROUND, _MAX_AROUND = 0.25, 3.0, 800
_DEFINITE = re.compile(
    r"\b(?:[Dd]en|[Dd]et|[Dd]e) (?!samme|ene|andre|første|neste|beste|siste)[^\W\d_]{2,}e ([^\W\d_]{3,})"
)
_YOU = re.compile(
    r"\bI (?:har|kan|skal|ikke|kommer|vil|er|får|må|ved|også|så|gerne|bare|selv)\b"
)  # Danish "you"
_TOLD_ENOUGH, _ONLY_TIES = 1.0, 1.0
_LETTER = 0.5  # one that only some languages have
_FEW = 3  # Cyrillic letters among Latin ones that may be a model's name
_LITTLE = 1.0  # below this the words say nothing
_PART = 0.25  # a part of a word that one language alone has
_ENDING, _LONG = 1.0, 5  # what an ending tells, and the letters a word with one has at least
_LATIN_SCRIPT = ("en", "nb", "sv", "da")
_NO_WORD = (0.0,) * len(_LATIN_SCRIPT)
_TOLD = ("weekdays", "months", "tomorrow", "morning", "afternoon", "evening", "next_week", "visit")
_LETTERS = {"nb": "øæ", "da": "øæ", "sv": "äö"}


def language_of(text: str, *, around: str = "", hint: str = "", address: str = "") -> str:
    """The language of ``text`` as a code.

    ``around`` (subject, signature, what was quoted), ``hint`` (a language tag) and ``address`` (the
    sender's) only weigh in where the words leave it open; with nothing at all it is "en".
    """
    text = text[:_MAX]
    cyrillic = _letters(_CYRILLIC, text)
    latin = _letters(_LATIN, text) if cyrillic else 0
    if cyrillic and (cyrillic > _FEW * (latin > 0)) and cyrillic * 2 > latin:
        because("language", "Cyrillic letters", f"{cyrillic} of {cyrillic + latin}")
        return "uk" if _letters(_UKRAINIAN, text) * 25 > cyrillic else "ru"
    scores = _scores(text)
    told = max(scores.values())
    nearby = _scores(around[:_MAX_AROUND])
    weight = min(_AROUND, (_MOST_AROUND if told < _TOLD_ENOUGH else _ONLY_TIES) / max(1.0, *nearby.values()))
    if article := _bare_noun(text):
        scores[article] += _ENDING
    if _YOU.search(text):
        scores["da"] += _ENDING
    for language, score in nearby.items():
        scores[language] += score * weight
    tag = _TAGS.get(hint.strip().lower()[:2], "")
    if tag in scores:
        scores[tag] += 0.3 if tag == "en" else 1.0  # English is what software claims of itself
    country = _COUNTRY.get(address.lower().rpartition(".")[2], "")
    if country in scores:
        scores[country] += 1.0
    everything = f"{text}\n{around[:_MAX_AROUND]}"
    if "+4" in everything or "004" in everything:
        for code in _DIALLED.findall(everything):
            scores[_CALLED[code]] += 0.5
    best = max(scores, key=lambda language: scores[language])
    because("language", "small words, letters, sender's country", lambda: _ranked(scores))
    if scores[best] > _LITTLE or not (cyrillic or _letters(_CYRILLIC, around) > 10):
        return best if scores[best] > 0 else "ru" if "ru" in (tag, country) else "en"
    return "ru"


def _ranked(scores: Mapping[str, float]) -> str:
    return ", ".join(f"{k} {v:.1f}" for k, v in sorted(scores.items(), key=lambda pair: -pair[1]))


def _bare_noun(text: str) -> str:
    """ "Den nye del" is Danish, "den nye delen" Norwegian: the article's double; empty where neither is."""
    found = _DEFINITE.search(text)
    if found is None or not found[1]:
        return ""
    return "nb" if found[1].casefold().endswith(("en", "et", "a", "ene")) else "da"


def _letters(runs: re.Pattern[str], text: str) -> int:
    return sum(map(len, runs.findall(text)))


def _scores(text: str) -> dict[str, float]:
    low = text.lower()
    rows = [_of_word(word) for word in _WORD.findall(low)]
    scores: dict[str, float] = dict(
        zip(_LATIN_SCRIPT, map(sum, zip(_NO_WORD, *rows, strict=True)), strict=True)
    )
    for language, letters in _LETTERS.items():
        scores[language] += min(sum(low.count(letter) for letter in letters) * _LETTER, 4.0)
    return scores


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[float, ...]:
    """How much one word, lower case, and its parts speak for each of the languages in Latin letters."""
    scores = dict(_weights().get(word, {}))
    if len(word) > 2:
        bounded = f"^{word[:30]}$"
        for size in (3, 4):
            for at in range(len(bounded) - size + 1):
                for language in _parts().get(bounded[at : at + size], ()):
                    scores[language] = scores.get(language, 0.0) + _PART
    if len(word) >= _LONG:
        for language, endings in _endings().items():
            if word.endswith(endings):
                scores[language] = scores.get(language, 0.0) + _ENDING
    return tuple(scores.get(language, 0.0) for language in _LATIN_SCRIPT)


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """For each word, how much it speaks for which language: the fewer have it, the more."""
    owners: dict[str, set[str]] = {}
    for language in LANGUAGES:
        section = pack(language)["language"]
        telling = _telling().get(language, {}).get("words", "")
        known = (section["words"], section["strong"], section.get("trade", ""), telling, _spoken(language))
        for word in " ".join(known).split():
            owners.setdefault(word, set()).add(language)
    return {
        word: dict.fromkeys((one for one in languages if one in _LATIN_SCRIPT), _SHARED[len(languages)])
        for word, languages in owners.items()
    }


def _spoken(language: str) -> str:
    """The everyday words among the phrases by which fields are found: weekdays, "formiddag", "haster"."""
    time = pack(language)["time"]
    told = [phrase for key in _TOLD for phrase in time[key]]
    return " ".join(word for word in _WORD.findall(" ".join(told).lower()) if len(word) > 2)


@cache
def _endings() -> Mapping[str, tuple[str, ...]]:
    return {
        language: tuple(
            f"{pack(language)['language']['endings']} {_telling()[language].get('endings', '')}".split()
        )
        for language in _LATIN_SCRIPT
    }


@cache
def _parts() -> Mapping[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for language in _LATIN_SCRIPT:
        for part in _telling()[language]["parts"].split():
            owners[part] = (*owners.get(part, ()), language)
    return owners


@cache
def _telling() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("mail.words").joinpath("telling.toml").read_text("utf-8"))
