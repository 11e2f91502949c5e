"""Jinja2 as the texts use it: escaping always on, gettext of one language, names that must be known."""

from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, pass_context
from jinja2.runtime import Context

from templates import filters, marks
from templates.languages import Language
from templates.moments import Moments
from templates.tidy import blocks, broken, clean, one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class UnknownText(LookupError):
    """There is no text of that name."""


def build(language: Language, zone: ZoneInfo) -> Environment:
    """An environment in which every template speaks one language; it compiles each once and keeps it."""
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    env.policies["ext.i18n.trimmed"] = True
    catalogue = language.words
    env.install_gettext_callables(  # type: ignore[attr-defined]
        catalogue.gettext,
        catalogue.ngettext,
        newstyle=True,
        pgettext=catalogue.pgettext,
        npgettext=catalogue.npgettext,
    )
    moments = Moments(language, zone)
    env.filters |= {
        "line": filters.line,
        "dots": filters.dots,
        "words": filters.words,
        "phone": filters.phone,
        "blocks": blocks,
        "broken": broken,
        "one_line": one_line,
        "moment": _at_now(moments.moment),
        "stamp": _at_now(moments.stamp),
        "left": _at_now(moments.left),
        "date": moments.date,
        "weekday": moments.weekday,
        "number": partial(filters.number, language.code),
        "counted": partial(filters.counted, language.code, lambda unit: word(env, f"unit/{unit}")),
    }
    env.globals |= {
        "lang": language.code,
        "map_url": filters.map_url,
        "place": filters.place,
        "window": _window(moments),
        "tel": filters.tel,
        "priority_mark": marks.PRIORITY,
        "state_mark": marks.STATE,
        "part_mark": marks.PART,
        "payer_mark": marks.PAYER,
        "word": partial(word, env),
        "term": partial(_term, env),
    }
    return env


def word(env: Environment, name: str, /, **facts: Any) -> str:
    """A block of one of the ``words/`` templates as plain text: "button/accept" is block accept of button.j2.

    UnknownText when there is no such word.
    """
    return _rendered(env, name, facts) if facts else _bare(env, name)


@cache
def _bare(env: Environment, name: str) -> str:
    return _rendered(env, name, {})


def _rendered(env: Environment, name: str, facts: dict[str, Any]) -> str:
    topic, _, which = name.partition("/")
    try:
        template = env.get_template(f"words/{topic}.j2")
        block = template.blocks[which]
    except (TemplateNotFound, KeyError):
        raise UnknownText(name) from None
    return clean(unescape("".join(block(template.new_context(facts))))).strip()


def _term(env: Environment, topic: str, name: str, **facts: Any) -> str:
    """A stored name's word; as it is when an older or newer version wrote one that we have no word for."""
    try:
        return word(env, f"{topic}/{name}", **facts)
    except UnknownText:
        return name


def _at_now(write: "Callable[[datetime, datetime], str]") -> "Callable[..., str]":
    @pass_context
    def at_now(context: Context, at: "datetime") -> str:
        return write(at, context["now"])

    return at_now


def _window(moments: Moments) -> "Callable[..., str]":
    @pass_context
    def window(context: Context, start: "datetime | None", end: "datetime | None") -> str:
        return moments.window(start, end, context["now"])

    return window
