"""TLS for servers under test: one self-signed certificate for localhost, worth nothing anywhere else."""

import ssl
from pathlib import Path

CERTIFICATE = Path(__file__).parent / "tls" / "localhost.crt"
KEY = Path(__file__).parent / "tls" / "localhost.key"


def for_server() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, KEY)
    return context


def for_client() -> ssl.SSLContext:
    """Trusts that certificate, and checks the host name as always."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))
