"""What a machine's mail says beside its words, for ``stafett parse --explain``.

Imports where it is used: nine of ten mails need none of it.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from mail.parsed import Kind, ParsedMail

_MOST = 5  # recipients shown


def machines_lines(raw: bytes, mail: ParsedMail) -> Iterator[str]:
    """Lines about a bounce, a receipt, an absence or a calendar's answer; none for people's mail."""
    if mail.kind is Kind.BOUNCE:
        yield from _report(raw)
    elif mail.kind is Kind.AUTO_REPLY:
        yield from _reply(raw, mail)
    if b"calendar" in raw.lower():
        yield from _calendar(raw)


def _report(raw: bytes) -> Iterator[str]:
    from mail.machine.bounce import read_report

    report = read_report(raw)
    for fate in report.fates[:_MOST]:
        blamed = "  (the address is to blame: nothing more is sent there)" if fate.blames_address else ""
        yield f"  {fate.action:9} {fate.address or 'nobody named'}  {fate.status or 'no status'}{blamed}"
        if fate.reason:
            yield f'      "{fate.reason}"'
    yield f"  about     {', '.join(report.mails[:3]) or 'no mail named'}"


def _reply(raw: bytes, mail: ParsedMail) -> Iterator[str]:
    from mail.machine.absence import back_on
    from mail.machine.receipt import read_receipt

    receipt = read_receipt(raw, mail)
    if receipt is not None:
        yield f"  receipt   {'read' if receipt.read else 'deleted unread'}: {', '.join(receipt.mails[:3])}"
    elif (back := back_on(mail)) is not None:
        yield f"  back on   {back.isoformat()}"


def _calendar(raw: bytes) -> Iterator[str]:
    from mail.machine.invitation import read_invitation

    invitation = read_invitation(raw, ZoneInfo("UTC"))
    if invitation is not None:
        times = (at.isoformat(timespec="minutes") for at in (invitation.start, invitation.end) if at)
        yield f"  calendar  {invitation.says}: {' – '.join(times) or 'no time'}"
