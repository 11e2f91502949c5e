"""Are the ports free that we listen on, or is it we who listen there?"""

import socket

from bot.doctoring.verdicts import Failed, Skipped
from bot.settings import Settings, split_listen

_PRIVILEGED = (
    "Ports below 1024 need root or CAP_NET_BIND_SERVICE; choose another, or let a mail server hand over"
)


async def smtp(settings: Settings) -> str:
    """The port where mail comes in."""
    if not settings.mail.smtp.listen:
        raise Skipped("mail.smtp.listen is empty")
    return await _free(settings.mail.smtp.listen, "mail.smtp.listen", settings)


async def web(settings: Settings) -> str:
    """The port of /healthz and the webhook."""
    return await _free(settings.web.listen, "web.listen", settings)


async def _free(listen: str, key: str, settings: Settings) -> str:
    host, port = split_listen(listen)
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except socket.gaierror:
        raise Failed(f"{host} is not an address of this machine", f"Change {key}") from None
    except PermissionError:
        raise Failed(f"{listen} may not be listened on", _PRIVILEGED) from None
    except OSError as error:
        if await _we_are_running(settings):
            return f"{listen} is in use, and Stafett is running"
        mend = f"Stop what listens there, or change {key}"
        raise Failed(f"{listen}: {(error.strerror or str(error)).lower()}", mend) from None
    return f"{listen} is free"


async def _we_are_running(settings: Settings) -> bool:
    """Whether it is a Stafett that answers on web.listen."""
    from aiohttp import ClientError, ClientSession

    try:
        async with ClientSession() as client, client.get(f"http://{settings.web.listen}/metrics") as response:
            return "stafett_" in await response.text()
    except (ClientError, OSError):
        return False
