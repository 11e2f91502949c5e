"""All fields of a mail at once: a form's labels first, then what sentences say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mail.fields.access import access_of
from mail.fields.asset import About, asset_of
from mail.fields.form import pairs, values
from mail.fields.numbers import norm, written
from mail.fields.people import Contact, Writer, contact_of
from mail.fields.phone import e164, phones, region
from mail.fields.place import Place, from_form, place_of
from mail.fields.reference import reference_of
from mail.fields.serial import labelled_serials, registered_serials
from mail.fields.urgency import from_form as priority_in_form
from mail.fields.urgency import priority_of
from mail.fields.window import Window, window_in_form, window_of
from mail.parsed import Fields, Mailbox
from mail.reply.cut import Cut
from tickets.register import Asset

_LONG_WORD = 6  # letters
_MAX_TEXT = 12_000  # characters searched; nobody reports a fault in more


@dataclass(frozen=True, slots=True)
class Sources:
    """Where fields may come from: subject, new text and signature, and for a forward the mail passed on."""

    subject: str
    text: str
    cut: Cut
    passed_on: Cut | None
    sender: Mailbox | None
    reply_to: Mailbox | None
    date: datetime | None

    @property
    def told(self) -> str:
        """The words that tell of the job."""
        return f"{self.text}\n\n{self.passed_on_text}".strip()[:_MAX_TEXT]

    @property
    def passed_on_text(self) -> str:
        """The words of the mail passed on; where all of it looks old, all of it."""
        return (self.passed_on.text or self.passed_on.quoted or self.cut.quoted) if self.passed_on else ""

    @property
    def said(self) -> str:
        """The words that tell of the job, without a form's labels."""
        own = values(self.cut.lines) if self.cut.form else self.text
        passed_on = self.passed_on
        inner = values(passed_on.lines) if passed_on and passed_on.form else self.passed_on_text
        return f"{own}\n\n{inner}".strip()[:_MAX_TEXT]

    @property
    def form(self) -> dict[str, str]:
        """Labelled values, of the mail or else of the one passed on."""
        found = pairs(self.cut.lines) if self.cut.form else {}
        if self.passed_on and self.passed_on.form:
            found = pairs(self.passed_on.lines) | found
        return found


def extract(
    sources: Sources,
    language: str,
    assets: Sequence[Asset],
    categories: Mapping[str, Sequence[str]],
    own: frozenset[str],
) -> Fields:
    """The fields of one mail in ``language``."""
    told, form, subject = sources.told, sources.form, sources.subject
    said = sources.said if form else told
    country = region(language, sources.sender.address if sources.sender else "")
    named = asset_of(about(sources, language), assets)
    serial = _serial(told, form, named, assets)
    contact = _contact(sources, form, language, country, assets)
    place = _place(said, form, language, assets)
    window = _window(form, said, language, sources.date)
    taken = frozenset(
        norm(one)
        for one in (
            serial,
            named.id if named else None,
            named.serial if named else None,
            contact.phone,
            place.postal_code,
        )
        if one
    )
    return Fields(
        asset_id=named.id if named else None,
        serial=serial,
        site_address=place.address,
        postal_code=place.postal_code,
        city=place.city,
        contact_name=contact.name,
        contact_phone=contact.phone,
        access=form.get("access") or access_of(said, language),
        window_start=window.start if window else None,
        window_end=window.end if window else None,
        priority=(priority_in_form(form["priority"]) if "priority" in form else None)
        or priority_of(f"{subject}\n{told}", language),
        reference=_reference(told, form, subject, language, taken),
        category=_category(f"{subject}\n{told}", categories),
    )


def about(sources: Sources, language: str) -> About:
    """What the asset is read from."""
    around = "\n".join(
        (
            sources.cut.signature,
            sources.passed_on.signature if sources.passed_on else "",
            (sources.sender.name or "") if sources.sender else "",
        )
    )
    return About(f"{sources.subject}\n{sources.told}", around, language)


def _serial(told: str, form: Mapping[str, str], named: Asset | None, assets: Sequence[Asset]) -> str | None:
    if any(map(str.isdigit, form.get("serial", ""))):
        return written(form["serial"].split(",")[0])
    known = registered_serials(told, assets)
    for number, asset, _ in known:
        if named and asset.id == named.id:
            return number
    labelled = labelled_serials(told)
    if labelled:
        return labelled[0]
    return known[0][0] if len(known) == 1 else None


def _contact(
    sources: Sources, form: Mapping[str, str], language: str, country: str, assets: Sequence[Asset]
) -> Contact:
    if not form.keys().isdisjoint(("contact", "reporter", "phone")):
        value = form.get("contact", "") or form.get("reporter", "")
        name = re.split(r"[,(/;|]|\s-\s|\s–\s", value)[0].strip()
        number = next((one.e164 for one in phones(value, country)), None)
        dialled = e164(form["phone"], country) if "phone" in form else None
        return Contact(
            name.rstrip("0123456789 +-").strip() or None,
            number or dialled or _first_phone(form.get("phone", ""), country),
        )
    if sources.passed_on is not None:
        author = sources.passed_on.header
        inner = Writer(
            Mailbox(author.sender_name, author.sender) if author else None, sources.passed_on.signature
        )
        found = contact_of(sources.passed_on_text[:_MAX_TEXT], inner, language, country, assets)
        note = contact_of(sources.text[:_MAX_TEXT], Writer(None, ""), language, country, assets)
        if note.name or (note.phone and not found.name):
            return Contact(note.name or found.name, note.phone or found.phone)
        if found.name or found.phone:
            return found
    return contact_of(
        sources.text[:_MAX_TEXT], Writer(sources.sender, sources.cut.signature), language, country, assets
    )


def _first_phone(value: str, country: str) -> str | None:
    return next((one.e164 for one in phones(value, country)), None)


def _place(said: str, form: Mapping[str, str], language: str, assets: Sequence[Asset]) -> Place:
    if "address" not in form:
        found = place_of(said, language, assets)
    else:
        found = from_form(form["address"], language)
    code, city = _code_and_town(form)
    return Place(found.address, code or found.postal_code, city or found.city)


def _code_and_town(form: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The fields "Postnr" and "By", or both in one: "Postnr/by: 8900 Randers"."""
    code, city = form.get("postal_code"), form.get("city")
    both = re.fullmatch(r"((?:\w{1,2}-)?\d[\d ]{2,5}\d)[ ,]+([^\W\d_].*)", code or "")
    return (both[1].strip(), city or both[2].strip()) if both else (code, city)


def _window(form: Mapping[str, str], told: str, language: str, sent: datetime | None) -> Window | None:
    if "window" in form:
        found = window_in_form(form["window"], language, sent)
        if found:
            return found
    if "day" in form:
        found = window_in_form(form["day"], language, sent)
        if found and sent and found.start.date() > sent.date():
            return found  # not when it was written, or when it broke
    return window_of(told, language, sent)


def _reference(
    told: str, form: Mapping[str, str], subject: str, language: str, taken: frozenset[str]
) -> str | None:
    for role in ("reference", "their_reference"):
        given = form.get(role, "")
        if any(map(str.isdigit, given)) and norm(given) not in taken:
            return re.split(r",|\s\(", given)[0].strip()
    return reference_of(told, subject, language, taken)


def _category(text: str, categories: Mapping[str, Sequence[str]]) -> str | None:
    """The category whose words occur most; None when none or two do equally."""
    low = text.casefold()
    counted = sorted(
        ((sum(low.count(_stem(word)) for word in words), name) for name, words in categories.items()),
        reverse=True,
    )
    if not counted or not counted[0][0] or (len(counted) > 1 and counted[0][0] == counted[1][0]):
        return None
    return counted[0][1]


def _stem(word: str) -> str:
    """``word`` without the ending that changes: "кофемашина" is heard in "кофемашину"."""
    low = word.casefold()
    return low[:-1] if len(low) >= _LONG_WORD and low[-1] in "аяьоеыиaeiou" else low
