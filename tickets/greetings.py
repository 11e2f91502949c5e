"""Greetings, which say nothing of the problem: on a card's first line they would stand where it should."""

import re

_WORDS = (
    r"hei|hej|heisann|hallo|halla|god dag|goddag|god morgen|god morgon|godmorgen|godmorgon|god kveld"
    r"|hi|hello|dear|good (?:morning|day|afternoon|evening)"
    r"|здравствуйте|добрый (?:день|вечер)|доброе утро|доброго (?:дня|времени суток)|привет|уважаем\w+"
)

# A greeting alone on its line: the words, perhaps a name or two, and the punctuation people end it with.
_GREETING = re.compile(rf"(?i:{_WORDS})\b(?P<whom>[^\n.?,!:]{{0,40}})[!,.:]*[ \t]*(?:\r?\n|$)")
_ALL_OF_YOU = frozenset("dere alle alla all there team everyone folkens коллеги всем друзья".split())  # noqa: SIM905


def without_greeting(text: str) -> str:
    """The text without a first line that only greets; the whole text when there is nothing else.

    >>> without_greeting("Hei Nordlys!\\n\\nKaffemaskinen lekker.")
    'Kaffemaskinen lekker.'
    >>> without_greeting("Hei heisen står!\\nMvh Kari")
    'Hei heisen står!\\nMvh Kari'
    """
    text = text.strip()
    greeting = _GREETING.match(text)
    if greeting is None or not all(is_name(word) for word in greeting["whom"].split()):
        return text
    return text[greeting.end() :].strip() or text


def only_greets(text: str) -> bool:
    """Whether these words greet, perhaps by name, and do nothing else."""
    greeting = _GREETING.fullmatch(text)
    return greeting is not None and all(is_name(word) for word in greeting["whom"].split())


def is_name(word: str) -> bool:
    """Whether somebody may be called that, as far as its first letter tells."""
    return word[0].isupper() or word.lower() in _ALL_OF_YOU
