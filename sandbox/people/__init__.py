"""The people of the practice world, for stories and tests that read like sentences.

    async with Sandbox.start(app_smtp=("127.0.0.1", 2525)) as sandbox, sandbox.town() as town:
        ola = await town.person("Ola Hansen", role="technician")
        nord = await town.group("Nord Elektro - jobs", [ola])
        card = await nord.saw("#1001", within=10)
        await ola.presses("Accept", on=card)

Everything goes over HTTP, so ``Town.at(url)`` works as well with a sandbox in another process.
"""

from sandbox.people.chat import Chat
from sandbox.people.mail import Mail
from sandbox.people.message import Answer, Button, Media, Message
from sandbox.people.parcel import File
from sandbox.people.person import Person
from sandbox.people.sandbox import Sandbox
from sandbox.people.town import Town
from sandbox.pictures import picture

__all__ = [
    "Answer",
    "Button",
    "Chat",
    "File",
    "Mail",
    "Media",
    "Message",
    "Person",
    "Sandbox",
    "Town",
    "picture",
]
