"""Where in a mail each of its fields was found, for people who wonder.

Looked up after the fact, from the values: the rules themselves stay free of book-keeping, and a mail nobody
asks about costs nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from mail.fields.asset import is_heard
from mail.fields.days import days_in
from mail.fields.extract import Sources
from mail.fields.known import known
from mail.fields.lexicon import Phrases
from mail.fields.numbers import norm, tokens
from mail.fields.phone import phones, region
from mail.fields.sentences import sentences
from mail.fields.serial import labelled_serials
from mail.fields.urgency import urgency_of
from mail.fields.window import window_of
from mail.parsed import Fields, Found, Priority
from tickets.register import Asset

Parts = Mapping[str, str]  # the text of each part by its key in the JSON, the likeliest part first
_LONGEST = 40_000  # characters of a part; fields come from its beginning
_Place = tuple[str, int, int]  # part, start, end
_ROLES = {
    "site_address": "address", "postal_code": "postal_code", "city": "city", "contact_name": "contact",
    "contact_phone": "phone", "serial": "serial", "asset_id": "asset", "access": "access",
    "window_start": "window", "priority": "priority", "reference": "reference",
}  # fmt: skip


def found_in(
    sources: Sources,
    fields: Fields,
    language: str,
    assets: Sequence[Asset],
    categories: Mapping[str, Sequence[str]],
) -> dict[str, Found]:
    """For each field that is told, the place that tells it. Fields without a place are left out."""
    parts = _parts(sources)
    country = region(language, sources.sender.address if sources.sender else "")
    asset = next((one for one in assets if one.id == fields.asset_id), None)
    serial_rule = (
        "called a serial number"
        if fields.serial and fields.serial in labelled_serials(sources.told)
        else "a serial number of the register"
    )
    named = (
        _number(parts, asset.id)
        or _number(parts, asset.serial or "")
        or _number(parts, re.sub(r"\D", "", asset.id))
        or _made(parts, asset, assets)
        if asset
        else None
    )
    people = {key: parts[key] for key in ("quoted", "attached mail", "text", "signature", "from", "subject")}
    places = {
        "asset_id": (named, "the one machine of the register that fits"),
        "serial": (_number(parts, fields.serial or ""), serial_rule),
        "site_address": (_words(parts, fields.site_address or ""), "written as streets are"),
        "postal_code": (_words(parts, fields.postal_code or ""), "written as postal codes are"),
        "city": (_words(parts, fields.city or ""), "the town beside the address"),
        "contact_name": (_words(people, fields.contact_name or ""), "named as the one to meet, or signed"),
        "contact_phone": (_phone(people, fields.contact_phone, country), "a telephone number"),
        "access": (_words(parts, fields.access or ""), "a sentence that tells how to get in"),
        "window_start": (_window(parts, fields, language, sources), "a wish, counted from the Date header"),
        "priority": (
            _urgency(parts, fields.priority, language, sources.form),
            f"a word that means {fields.priority}",
        ),
        "reference": (_number(parts, fields.reference or ""), "called the sender's own number"),
        "category": (_any(parts, categories.get(fields.category or "", ())), "a word of the category"),
    }
    form = sources.form
    found: dict[str, Found] = {}
    for name, (place, rule) in places.items():
        if place is None:
            continue
        part, start, end = place
        quote = parts[part][start:end]
        labelled = norm(quote) in norm(form.get(_ROLES.get(name, ""), ""))
        found[name] = Found(part, start, end, quote, "a form's field" if form and labelled else rule)
    if "window_start" in found:
        found["window_end"] = found["window_start"]
    return found


def _parts(sources: Sources) -> Parts:
    passed_on, quoted = sources.passed_on, sources.cut.quoted
    parts = {
        "text": sources.text,
        "quoted": quoted if passed_on else "",
        "attached mail": f"{passed_on.text}\n{passed_on.signature}" if passed_on and not quoted else "",
        "subject": sources.subject,
        "signature": sources.cut.signature,
        "from": (sources.sender.name or "") if sources.sender else "",
    }
    return {part: text[:_LONGEST] for part, text in parts.items()}


def _number(parts: Parts, value: str) -> _Place | None:
    """An identifier, however it is spaced and spelled."""
    key = norm(value)
    places = (
        (part, start, end) for part, text in parts.items() for token, start, end in tokens(text)
        if norm(token) == key
    )  # fmt: skip
    return next(places, None) if key else None


def _words(parts: Parts, value: str) -> _Place | None:
    """Words as written, but for case and blanks."""
    wanted = r"\s+".join(re.escape(word) for word in value.split())
    return _first(parts, re.compile(rf"(?<!\w){wanted}(?!\w)", re.IGNORECASE)) if wanted else None


def _any(parts: Parts, words: Sequence[str]) -> _Place | None:
    told = "|".join(re.escape(word) for word in words if word)
    return _first(parts, re.compile(told, re.IGNORECASE)) if told else None


def _phone(parts: Parts, number: str | None, country: str) -> _Place | None:
    places = (
        (part, one.start, one.end) for part, text in parts.items() for one in phones(text, country)
        if one.e164 == number
    )  # fmt: skip
    return next(places, None) if number else None


def _made(parts: Parts, asset: Asset, assets: Sequence[Asset]) -> _Place | None:
    """The word by which the asset's make is known, however it is spelled."""
    make = next(make for make in known(assets).makes if make.asset is asset)
    for part, text in parts.items():
        for word in re.finditer(r"[^\W_][\w-]*", text):
            if norm(word[0]) in make.exact or is_heard(word[0], make.sounds):
                return part, word.start(), word.end()
    return None


def _urgency(parts: Parts, priority: Priority, language: str, form: Mapping[str, str]) -> _Place | None:
    if priority is Priority.NORMAL:
        return None
    if "priority" in form and (labelled := _words(parts, form["priority"])):
        return labelled
    for part, text in parts.items():
        urgency = urgency_of(text, language)
        if urgency.priority is priority and urgency.span:
            return part, *urgency.span
    return None


def _window(parts: Parts, fields: Fields, language: str, sources: Sources) -> _Place | None:
    """The sentence that says the very window, else the first that names its day."""
    if fields.window_start is None or sources.date is None:
        return None
    day, today = fields.window_start.date(), sources.date.date()
    naming: _Place | None = None
    for part, sentence, start in _sentences(parts):
        place = (part, start, start + len(sentence))
        window = window_of(sentence, language, sources.date)
        if window and (window.start, window.end) == (fields.window_start, fields.window_end):
            return place
        if naming is None and any(one.first == day for one in days_in(sentence, language, today)):
            naming = place
    return naming


def _sentences(parts: Parts) -> Iterator[tuple[str, str, int]]:
    for part, text in parts.items():
        at = 0
        for sentence in sentences(text):
            at = max(text.find(sentence, at), at)
            yield part, sentence, at


def _first(parts: Parts, wanted: re.Pattern[str] | Phrases) -> _Place | None:
    for part, text in parts.items():
        match = wanted.search(text)
        if match:
            return part, match.start(), match.end()
    return None
