"""Whether a customer's few words are a clear yes or no to what they were asked, in five languages.

The words are in ``words/yes_no.toml``. Only a message that is nothing but such phrases counts, and one that
has both, a question or anything else in it is neither: somebody should look.
"""

from tickets.phrases import made_of, phrases_in, words_of

_MOST_WORDS = 20


def yes_or_no(text: str) -> bool | None:
    """True for a clear yes, False for a clear no, None for everything else.

    >>> yes_or_no("Ok, godkjent. Mvh Kari")
    True
    >>> yes_or_no("Nei, for dyrt")
    False
    >>> yes_or_no("Ja, men hva koster delen?") is None
    True
    """
    words = words_of(text)
    if "?" in text or not words or len(words) > _MOST_WORDS:
        return None
    words = _without_name(words)
    yes, no, around = phrases_in("yes_no", "yes"), phrases_in("yes_no", "no"), phrases_in("yes_no", "around")
    if made_of(words, yes | around):
        return True if not made_of(words, around) else None
    return False if made_of(words, no | around) and not made_of(words, around) else None


def _without_name(words: list[str]) -> list[str]:
    """The words before a closing formula with at most three words of a name after it."""
    byes = phrases_in("yes_no", "bye")
    for start in range(1, len(words)):
        for end in (start + 1, start + 2, start + 3):
            if " ".join(words[start:end]) in byes and len(words) - end <= 3:
                return words[:start]
    return words
