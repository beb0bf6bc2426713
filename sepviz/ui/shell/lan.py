"""An address that other devices reach, where the teacher opened the app as localhost."""

import ipaddress
import socket
from urllib.parse import urlsplit, urlunsplit

_ANYWHERE = "192.0.2.1", 9  # a documentation address (RFC 5737): nothing is sent to it


def is_this_computer(url: str) -> bool:
    """Return whether an address means this computer itself, so that a phone would look on the phone.

    Examples
    --------
    >>> is_this_computer("http://localhost:8501/walkthrough"), is_this_computer("https://sepviz.example")
    (True, False)
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def reachable(url: str) -> str:
    """Return the address with this computer's own in the network in place of localhost, if it has one."""
    found = network_address()
    if found is None or not is_this_computer(url):
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{found}:{parts.port}" if parts.port else found))


def network_address() -> str | None:
    """Return the address by which this computer would reach others, or None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ANYWHERE)  # chooses the interface; a datagram socket sends nothing by it
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if ipaddress.ip_address(address).is_loopback else address
