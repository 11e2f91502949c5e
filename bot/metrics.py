"""What is counted, for /metrics. Every name begins with ``stafett_``; labels come from short closed lists."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

_HANDLING = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)  # seconds
_SENDING = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)  # seconds: other people's servers


class Metrics:
    """One set of metrics in a registry of its own, so that two applications in a test do not meet."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.arrivals = self._counter(
            "arrivals", "What came in: handled, duplicate, quarantined", "channel", "outcome"
        )
        self.deliveries = self._counter(
            "deliveries", "What went out: sent, retried, failed", "channel", "kind", "outcome"
        )
        self.pings = self._counter("pings", "Pings that the clock gave", "target", "step")
        self.inbox_pending = self._gauge("inbox_pending", "Arrivals saved and not yet handled")
        self.inbox_oldest = self._gauge("inbox_oldest_seconds", "Age of the oldest of them; 0 when none")
        self.outbox_pending = self._gauge("outbox_pending", "Deliveries saved and not yet sent")
        self.outbox_oldest = self._gauge(
            "outbox_oldest_seconds", "How long the oldest of them is due; 0 when none"
        )
        self.quarantined = self._gauge("quarantined", "Arrivals that nobody has understood or seen to yet")
        self.handling = self._histogram("handling_seconds", "From saved to decided", _HANDLING, "channel")
        self.sending = self._histogram("sending_seconds", "One try to send", _SENDING, "channel")

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"stafett_{name}", says, labels, registry=self.registry)

    def _gauge(self, name: str, says: str) -> Gauge:
        return Gauge(f"stafett_{name}", says, registry=self.registry)

    def _histogram(self, name: str, says: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"stafett_{name}", says, labels, buckets=buckets, registry=self.registry)
