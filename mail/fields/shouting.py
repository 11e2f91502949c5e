"""Mails in capitals, made readable for the rules that go by them: names and streets."""

import re

_CODE = re.compile(r"\b[A-Z][a-z]?\d[A-Za-z\d]? ?\d[A-Z][a-z]\b")  # a British postcode
_MOST_CAPITALS = 0.7  # of the letters; more is shouting
_SMALL = re.compile("[a-zа-яё]+")
_FEWEST = 20  # letters to tell by


def calmed(text: str) -> str:
    """``text``, and when it is written in capitals the same with each word's first letter alone as one."""
    if sum(map(len, _SMALL.findall(text))) > (1 - _MOST_CAPITALS) * len(text):
        return text  # as nearly always
    letters = [char for char in text if char.isalpha()]
    if len(letters) < _FEWEST or sum(map(str.isupper, letters)) < _MOST_CAPITALS * len(letters):
        return text
    calm = (
        _CODE.sub(lambda code: code[0].upper(), text.title()).replace(" Д.", " д.").replace(" Дом ", " дом ")
    )
    return calm if len(calm) == len(text) else text


def as_written(found: str | None, text: str) -> str | None:
    """``found`` in the capitals that ``text`` has."""
    if found is None or found in text:
        return found
    at = calmed(text).find(found)
    return text[at : at + len(found)] if at >= 0 else found
