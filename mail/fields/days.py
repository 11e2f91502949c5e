"""Days wished for in a sentence: dates, weekdays, weeks, "i morgen", ranges of them, counted from the mail's
date.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from mail.fields.dates import DIGIT, Days, dates_in
from mail.fields.lexicon import compiled, last_match, pattern, words
from mail.fields.weekdays import may_name_days, named_days_in, weeks_of

__all__ = ["Days", "days_in"]

_FRIDAY = 4
_MOST_BETWEEN = 3  # words between "not" and the day that it is about
_NEXT = 8  # characters between "apart from" and the day that it is about
_SMALL = (
    r"(?:på|den|d\.|om|on|the|of|в|во|i|til|till|og med|och med|med|and|nå|nu|nästa|næste|neste|next"
    r"|førstk\.|kommende|kommande)"
)
_BESIDE = re.compile(rf"[\s,(]{{0,2}}(?:{_SMALL}\s){{0,2}}(?:den\s|d\.\s?|the\s)?", re.IGNORECASE)


def days_in(sentence: str, language: str, today: date) -> list[Days]:
    """The days that ``sentence`` names and does not rule out, in order; those joined by "to", "or" or a dash
    as one run.
    """
    dated = DIGIT.search(sentence) is not None
    if not dated and not may_name_days(sentence, language):
        return []
    named: list[Days] = []
    for days in (
        *(weeks_of(sentence, language, today) if dated else ()),
        *(dates_in(sentence, language, today) if dated else ()),
        *named_days_in(sentence, language, today),
    ):
        if not any(days.start < other.end and other.start < days.end for other in named):
            named.append(days)
    if not named:
        return []
    named.sort(key=lambda days: days.start)
    found = _moved(_joined(sentence, _merged(sentence, named), language), sentence, language)
    found = [days for days in found if not _ruled_out(sentence, days, found, language)]
    found = [days for days in found if not any(_narrows(other, days) for other in found)]
    return [days for days in _in_week(found, sentence, language) if days.last >= today]


def _merged(sentence: str, named: list[Days]) -> list[Days]:
    """A weekday and its date are one: "tirsdag 10. november", "10/11 (tirsdag)"."""
    result: list[Days] = []
    for days in named:
        last = result[-1] if result else None
        gap = sentence[last.end : days.start] if last else ""
        if (
            last
            and last.vague != days.vague
            and last.first == last.last
            and re.fullmatch(r"[\s,.(]{0,3}(?:den|d\.|the|og|)\s?", gap, re.IGNORECASE)
            and (last.vague or days.first.weekday() == last.first.weekday())
            and (days.first.weekday() == last.first.weekday() or days.first != days.last or last.vague)
            and (days.first - days.last).days == 0
        ):
            dated = days if last.vague else last
            result[-1] = replace(dated, start=last.start, end=days.end)
        else:
            result.append(days)
    return result


def _joined(sentence: str, found: list[Days], language: str) -> list[Days]:
    """Days with nothing but "to", "or" or a dash between them; or a comma, when such a word follows later."""
    joiner, comma = _joiner(language), re.compile(r"\s?,\s?")
    result: list[Days] = []
    for index, days in enumerate(found):
        gap = sentence[result[-1].end : days.start] if result else ""
        listed = (
            result
            and comma.fullmatch(gap)
            and index + 1 < len(found)
            and joiner.fullmatch(sentence[days.end : found[index + 1].start])
        )
        if result and (listed or joiner.fullmatch(gap)):
            last = days.last
            while last < result[-1].first:
                last += timedelta(days=7)
            result[-1] = replace(
                result[-1],
                last=max(last, result[-1].last),
                end=days.end,
                vague=result[-1].vague and days.vague,
            )
        else:
            result.append(days)
    return result


@cache
def _joiner(language: str) -> re.Pattern[str]:
    told = "|".join(map(re.escape, words(language, "time", "joiners")))
    return re.compile(
        rf",?\s?(?:{told})\.?\s?(?:(?:på|den|om|on|the|в|во|med|fra|från|from|så)\s)?(?:the\s)?",
        re.IGNORECASE,
    )


def _moved(found: list[Days], sentence: str, language: str) -> list[Days]:
    """ "Move it from Monday to Thursday" wishes for Thursday."""
    if not found or not pattern(language, "time", "moving").search(sentence):
        return found
    from_ = pattern(language, "time", "after")
    result: list[Days] = []
    for index, days in enumerate(found):
        left = bool(from_.search(sentence[max(0, days.start - 8) : days.start]))
        if left and days.first != days.last:
            result.append(replace(days, first=days.last))
        elif not (left and index + 1 < len(found)):
            result.append(days)
    return result


def _narrows(one: Days, other: Days) -> bool:
    """ "The weekend, Saturday if possible"."""
    return (
        other.vague
        and (other.last - other.first).days == 1
        and one.first == one.last
        and other.first <= one.first <= other.last
    )


def _ruled_out(sentence: str, days: Days, found: list[Days], language: str) -> bool:
    """Whether the words beside say that it is not this day, or that it is the last for something."""
    before, behind = sentence[max(0, days.start - 34) : days.start], sentence[days.end : days.end + 30]
    no = compiled((*words(language, "time", "never"), *words(language, "time", "without")))
    said = last_match(no, before)
    between = before[said.end() :] if said else ""
    if said and len(between.split()) <= _MOST_BETWEEN and not re.search(r"[,;.?!:]", between):
        return True
    if _is_deadline(before, behind, days, language):
        return True
    following = min((one.start for one in found if one.start > days.start), default=len(sentence))
    behind = behind[: following - days.end]
    clause = re.split(r"[,;.?!]|\s(?:men|but|но|og|och|and|а)\s|\s[-–]\s", behind)[0]
    denied = no.search(clause)
    if denied is None or pattern(language, "time", "unless").search(clause):
        return False
    return not any(-1 <= one.start - days.end - denied.end() <= _NEXT for one in found)


def _is_deadline(before: str, behind: str, days: Days, language: str) -> bool:
    """ "by Friday", "fredag senest": until when, not when. "Before 11 on Friday" is no deadline."""
    deadline = pattern(language, "time", "deadline")
    ends = [match for match in deadline.finditer(before) if _BESIDE.fullmatch(before[match.end() :])]
    last = words(language, "time", "at_latest")
    return bool(ends) or bool(last and re.match(rf"\s?,?\s?{compiled(last).pattern}", behind, re.IGNORECASE))


def _in_week(found: list[Days], sentence: str, language: str) -> list[Days]:
    """ "fredag neste uke", "uke 47, helst tirsdag": a weekday next to a week is that week's."""
    weeks = [days for days in found if (days.last - days.first).days == _FRIDAY and days.first.weekday() == 0]
    result = [days for days in found if days not in weeks or len(found) == 1]
    for week in weeks:
        placed = False
        for index, days in enumerate(result):
            gap = sentence[min(days.end, week.end) : max(days.start, week.start)]
            if days in weeks or not days.vague or not _belong(gap, language):
                continue
            first = week.first + timedelta(days=days.first.weekday())
            length = (days.last.weekday() - days.first.weekday()) % 7
            # what stands between the two may be a part of the day: "tirsdag formiddag neste uke"
            start, end = days.start, days.end
            if not gap.strip(" ,i"):
                start, end = min(start, week.start), max(end, week.end)
            result[index] = replace(
                days, first=first, last=first + timedelta(days=length), start=start, end=end
            )
            placed = True
        if not placed and week not in result:
            result.append(week)
    return result


def _belong(gap: str, language: str) -> bool:
    """Whether so little stands between a weekday and a week that they are about each other."""
    if "," not in gap and len(gap) < 20:
        return True
    return len(gap) < 30 and bool(pattern(language, "time", "prefer").search(gap))
