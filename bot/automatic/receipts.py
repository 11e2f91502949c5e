"""Read receipts: noted on the mail that was read, and nowhere else."""

from bot.automatic.about import find_delivery
from handlers.desk import Desk
from mail.machine.receipt import Receipt
from mail.parsed import ParsedMail
from storage.arrivals import Arrival
from storage.deliveries import Report


async def decide(desk: Desk, arrival: Arrival, mail: ParsedMail, receipt: Receipt) -> tuple[str, int | None]:
    """The outcome, and the ticket."""
    delivery = await find_delivery(desk, arrival, mail, mails=receipt.mails)
    if delivery is None:
        return "receipt_of_nothing", None
    report = Report.READ if receipt.read else Report.DELETED
    await desk.unit.outbox.report(delivery.id, report, mail.date or arrival.received_at)
    return report.value, delivery.ticket
