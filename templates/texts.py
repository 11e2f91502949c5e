"""`Texts`: every text people see, by name and language.

Names are paths: ``requester/received``, ``partner/card``, ``button/accept``. The facts each one takes
stand in the comment at the head of its template; times are shown relative to the fact `now` (aware),
which every template that shows one requires. A fact that is missing raises jinja2.UndefinedError
(`now`: KeyError).
"""

from dataclasses import dataclass
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, Template, TemplateNotFound

from templates.environment import UnknownText, build, word
from templates.languages import language_for
from templates.mail_parts import with_preheader
from templates.shorten import clip, cut_short, fit, units
from templates.tidy import clean, parts_of

MESSAGE = 4096  # UTF-16 units of a message's text after parsing (Bot API, sendMessage)
CAPTION = 1024  # the same of a caption (Bot API, sendPhoto)
RICH = 32_768  # characters of a rich message (Bot API, "Rich message limits")
WORD = 200  # characters of a button press's answer (Bot API, answerCallbackQuery)
SUBJECT = 180  # characters; longer ones are cut in every mail program

_FORMS = ("chat", "html", "rich", "text")


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail's words: the same in `text` and in `html`. `subject` is one line."""

    subject: str
    text: str
    html: str


class Texts:
    """All texts. Holds compiled templates of each language, from the first use on; keep one per process."""

    def __init__(self, *, zone: ZoneInfo) -> None:
        """`zone` is the one in which moments are shown: the desk's."""
        self._zone = zone
        self._languages: dict[str, _Spoken] = {}

    def chat(self, name: str, language: str, /, *, limit: int = MESSAGE, **facts: Any) -> str:
        """Telegram HTML for parse_mode HTML, at most `limit` UTF-16 units after parsing."""
        return fit(parts_of(self._render(name, language, "chat", "body", facts)), limit)

    def whole(self, name: str, language: str, /, **facts: Any) -> tuple[str, ...]:
        """The same as `chat`, and after it, whole, every part that had to be cut short to fit."""
        parts = parts_of(self._render(name, language, "chat", "body", facts))
        return (fit(parts, MESSAGE), *cut_short(parts, MESSAGE))

    def rich(self, name: str, language: str, /, **facts: Any) -> str | None:
        """Telegram's rich HTML; None when it is longer than a rich message may be."""
        html = clean(self._render(name, language, "rich", "body", facts))
        html = "".join(filter(None, map(str.strip, html.split("\n"))))
        return html if units(html) <= RICH else None

    def mail(self, name: str, language: str, /, **facts: Any) -> MailText:
        """A mail with both its bodies."""
        subject = unescape(clean(self._render(name, language, "text", "subject", facts)))
        parts = parts_of(self._render(name, language, "text", "body", facts))
        text = "\n\n".join(unescape(part) for part, _ in parts) + "\n"
        html = clean(self._render(name, language, "html", "body", facts)).strip() + "\n"
        return MailText(subject=clip(subject, SUBJECT), text=text, html=with_preheader(html, text))

    def word(self, name: str, language: str, /, **facts: Any) -> str:
        """A short plain text, not HTML: a button's label, a toast, a state's name. At most 200 characters."""
        return clip(word(self._spoken(language).env, name, **facts), WORD)

    def _render(self, name: str, language: str, form: str, wanted: str, facts: dict[str, Any]) -> str:
        spoken = self._spoken(language)
        try:
            template = spoken.env.get_template(f"{name}.j2")
        except TemplateNotFound as missing:
            if missing.name == f"{name}.j2":
                raise UnknownText(name) from None
            raise
        return template.render(facts, form=form, wanted=wanted, m=spoken.forms[form].module)

    def _spoken(self, code: str) -> "_Spoken":
        language = language_for(code)
        spoken = self._languages.get(language.code)
        if spoken is None:
            env = build(language, self._zone)
            forms = {form: env.get_template(f"forms/{form}.j2") for form in _FORMS}
            spoken = self._languages[language.code] = _Spoken(env, forms)
        return spoken


@dataclass(frozen=True, slots=True)
class _Spoken:
    env: Environment
    forms: dict[str, Template]
