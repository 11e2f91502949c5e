"""Who plays in the story."""

from dataclasses import dataclass

from sandbox.demo.application import Installation
from sandbox.people import Chat, Person, Town


@dataclass(frozen=True, slots=True)
class Cast:
    """The people and the rooms they meet in."""

    kari: Person  # runs a café, writes mail
    ivan: Person  # runs a shop, writes to the bot
    ola: Person  # technician of Nord Elektro
    per: Person  # technician of Kassahjelpen
    eva: Person  # technician of Brygg og Bønne
    lars: Person  # technician of Kvitt, Nord Elektro's subcontractor
    dina: Person  # dispatcher
    nord_elektro: Chat
    kassahjelpen: Chat
    brygg: Chat
    kvitt: Chat
    dispatch: Chat


async def gather(town: Town, stafett: Installation) -> Cast:
    """Brings everybody together and binds each chat by the link that the operator was given."""
    kari = await town.person(
        "Kari Nordmann", email="kari@solsikken.example", language="nb", role="customer, by mail"
    )
    ivan = await town.person("Иван Петров", language="ru", role="customer, in Telegram")
    ola = await town.person("Ola Hansen", language="nb", role="technician", username="ola_elektro")
    per = await town.person("Per Lie", language="nb", role="technician", username="per_kassa")
    eva = await town.person("Eva Strand", language="nb", role="technician")
    lars = await town.person("Lars Moe", language="nb", role="technician")
    dina = await town.person("Dina Berg", language="nb", role="dispatcher")
    nord_elektro = await town.group(
        "Nord Elektro · Nordlys", [ola], with_bot=False, description="Partner's group"
    )
    kassahjelpen = await town.group(
        "Kassahjelpen · Nordlys", [per], with_bot=False, description="Partner's group"
    )
    brygg = await town.group("Brygg · Nordlys", [eva], with_bot=False, description="Partner's group")
    kvitt = await town.group("Kvitt · Nord Elektro", [lars], with_bot=False, description="Subcontractor")
    dispatch = await town.group("Nordlys dispatch", [dina], with_bot=False, description="Dispatchers")
    cast = Cast(kari, ivan, ola, per, eva, lars, dina, nord_elektro, kassahjelpen, brygg, kvitt, dispatch)
    await ola.follows(await stafett.invite("partner", "nord-elektro"), into=nord_elektro)
    await per.follows(await stafett.invite("partner", "kassa-hjelpen"), into=kassahjelpen)
    await eva.follows(await stafett.invite("partner", "brygg"), into=brygg)
    await lars.follows(await stafett.invite("partner", "kvitt"), into=kvitt)
    partners = ((ola, nord_elektro), (per, kassahjelpen), (eva, brygg), (lars, kvitt))
    for technician, chat in partners:
        await technician.walks_through(chat, within=30)
    await dina.follows(await stafett.invite("dispatchers"), into=dispatch)
    await ivan.follows(await stafett.invite("customer", "ivan@vesna.example"))
    for chat in (dispatch, ivan.chat):
        await chat.saw("Nordlys Service", within=30)  # the bot's greeting: the chat is bound
    return cast
