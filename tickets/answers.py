"""What a technician's few words mean, in five languages: a step of the job, or just words.

Only a message that is nothing but such a phrase (with a greeting, a time or an exclamation around it)
moves the job; a phrase inside a longer story does not, because the story may say the opposite.
"""

import re
from dataclasses import dataclass

from tickets.states import HandoffState, WaitReason

_MOST_WORDS = 7  # a longer message is a story, not a button


@dataclass(frozen=True, slots=True)
class Answer:
    """A step somebody took by words. `wait` only with WAITING."""

    state: HandoffState
    wait: WaitReason | None = None


_PHRASES: dict[Answer, tuple[str, ...]] = {
    Answer(HandoffState.ACCEPTED): (
        "tar den", "tar jobben", "tar oppdraget", "jeg tar den", "aksepterer", "akseptert", "godtatt",
        "tar det", "jag tar den", "jag tar det", "accepterar", "accepterat", "tar jobbet",
        "jeg tager den", "tager den", "accepteret",
        "беру", "принято", "принял", "принимаю", "возьму", "берём",
        "accept", "accepted", "i take it", "i'll take it", "we take it", "will do", "taking it",
    ),
    Answer(HandoffState.EN_ROUTE): (
        "på vei", "på veg", "er på vei", "kjører nå", "drar nå", "reiser nå",
        "på väg", "är på väg", "kör nu", "åker nu",
        "på vej", "er på vej", "kører nu",
        "выехал", "выехали", "выезжаю", "еду", "едем", "в пути",
        "on my way", "on our way", "omw", "leaving now", "en route",
    ),
    Answer(HandoffState.ON_SITE): (
        "fremme", "fremme nå", "er fremme", "på plass", "er på plass", "på stedet", "ankommet",
        "framme", "framme nu", "är framme", "på plats", "är på plats",
        "fremme nu", "er ankommet",
        "на месте", "уже на месте", "приехал", "приехали", "прибыл", "прибыли",
        "on site", "on-site", "arrived", "i'm here", "i am here", "here now", "at the site",
    ),
    Answer(HandoffState.DONE): (
        "ferdig", "klar", "jobben er gjort", "utført", "fikset", "i orden", "ordnet",
        "färdig", "färdigt", "klart", "utfört", "fixat", "åtgärdat",
        "færdig", "udført", "fikset nu", "klaret",
        "готово", "сделано", "сделал", "закончил", "закончили", "починил", "выполнено", "исправлено",
        "done", "finished", "fixed", "completed", "all done", "job done",
    ),
    Answer(HandoffState.WAITING, WaitReason.PARTS): (
        "venter på deler", "venter på del", "mangler deler", "mangler del", "trenger del", "trenger deler",
        "väntar på delar", "väntar på reservdelar", "saknar delar", "behöver del",
        "venter på dele", "venter på reservedele", "mangler dele", "mangler reservedel",
        "жду запчасти", "ждём запчасти", "ждем запчасти", "жду запчасть", "нужна запчасть", "нет запчасти",
        "waiting for parts", "waiting for a part", "need parts", "needs a part", "need a part",
    ),
    Answer(HandoffState.WAITING, WaitReason.ACCESS): (
        "kommer ikke inn", "ingen åpner", "låst dør", "stengt her",
        "kommer inte in", "ingen öppnar", "låst dörr",
        "kan ikke komme ind", "ingen åbner", "låst dør her",
        "не могу попасть", "не пускают", "закрыто", "никто не открывает",
        "no access", "can't get in", "cannot get in", "nobody opens", "locked out",
    ),
    Answer(HandoffState.WAITING, WaitReason.CUSTOMER): (
        "venter på kunden", "väntar på kunden", "жду клиента", "ждём клиента", "ждем клиента",
        "waiting for the customer", "waiting for customer",
    ),
    Answer(HandoffState.DECLINED): (
        "avslår", "kan ikke ta den", "kan ikke ta jobben", "må si nei", "har ikke tid", "rekker ikke",
        "avböjer", "kan inte ta den", "kan inte ta jobbet", "har inte tid", "hinner inte",
        "afviser", "kan ikke tage den", "har ikke tid nu",
        "отказ", "не могу взять", "не возьму", "нет времени", "не успеваю",
        "decline", "declined", "can't take it", "cannot take it", "no time",
    ),
}  # fmt: skip

_MEANS = {phrase: answer for answer, phrases in _PHRASES.items() for phrase in phrases}

# Words that may stand around a phrase without changing it.
_AROUND = frozenset(
    """
    hei hej hallo halla nå nu da så er det der her alt takk tack tak ok okay okei 👍 ✅ jeg vi jag
    hi hello now it's is we're i'm thanks all the job jobben jobbet
    привет здравствуйте уже сейчас мы я всё все ок спасибо
    """.split()  # noqa: SIM905  (a list of a word a line would be fifty lines)
)


def read_answer(text: str) -> Answer | None:
    """The step these words take; None when they are anything else.

    >>> read_answer("Fremme nå!")
    Answer(state=<HandoffState.ON_SITE: 'on_site'>, wait=None)
    >>> read_answer("ikke ferdig") is None
    True
    """
    said = re.sub(r"[^\w\s'👍✅-]", " ", text.casefold())
    words = said.split()
    if not words or len(words) > _MOST_WORDS or text.rstrip().endswith("?"):
        return None
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            answer = _MEANS.get(" ".join(words[start : start + size]))
            rest = words[:start] + words[start + size :]
            if answer is not None and all(word in _AROUND for word in rest):
                return answer
    return None
