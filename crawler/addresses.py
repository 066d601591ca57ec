"""Where the crawler may go (安全): http and https only, and never into private networks unless the source says so for itself.

Checked for every request, redirects included, and again where a name is resolved, so that a name cannot lead inside.

Contents: Unsafe · why_unsafe · is_private · Gate (the hosts that sources allow themselves) · GuardedResolver · same_site · site_of
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twisted.internet.defer import Deferred

SECOND_LEVEL = frozenset({"com.cn", "gov.cn", "net.cn", "org.cn", "edu.cn", "ac.cn", "com.hk", "com.tw"})


class Unsafe(IgnoreRequest):
    """An address the crawler does not go to; the text says why, in Chinese."""


class Gate:
    """Which hosts may be private, because a source with `allow_private` names them. One for each crawl process."""

    open: frozenset[str] = frozenset()

    @classmethod
    def allow(cls, urls: Iterable[str]) -> None:
        """Opens the gate for exactly the hosts and ports of these addresses."""
        cls.open = frozenset(urlsplit(url).netloc.lower() for url in urls)

    @classmethod
    def lets(cls, netloc: str) -> bool:
        """Whether this host and port is one of them."""
        return netloc.lower() in cls.open

    @classmethod
    def lets_host(cls, host: str) -> bool:
        """Whether one of them is on this host."""
        return host.lower() in {urlsplit(f"//{netloc}").hostname for netloc in cls.open}


def why_unsafe(url: str) -> str | None:
    """Why the crawler does not go to `url`, as far as can be told without resolving its name."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        return f"只访问 http 和 https 地址，不访问 {parts.scheme or '没有协议'} 地址"
    host = parts.hostname or ""
    local = host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or is_private(host)
    return f"地址 {host} 在内部网络" if local and not Gate.lets(parts.netloc) else None


def is_private(host: str) -> bool:
    """Whether `host` is written as an IP address that is not a public one."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.isdecimal() or host.startswith("0x")
    inner = getattr(address, "ipv4_mapped", None) or address
    return not inner.is_global or inner.is_multicast


class GuardedResolver(CachingThreadedResolver):
    """Resolves names, and refuses those that lead to private addresses."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802, ANN401  (Twisted's signature)
        """The address of `name`; fails where it is private and the gate is not open for it."""
        return super().getHostByName(name, timeout).addCallback(_checked, name)


def _checked(address: str, name: str) -> str:
    if is_private(address) and not Gate.lets_host(name):
        raise DNSLookupError(f"{INSIDE} {name} → {address}")
    return address


INSIDE = "resolves to a private address:"


def same_site(url: str, other: str) -> bool:
    """Whether two addresses belong to one site: the same host and port, or hosts under one registered name."""
    return site_of(url) == site_of(other) != ""


def site_of(url: str) -> str:
    """The registered name and port that an address belongs to: `xfj.gxzf.gov.cn` is a part of `gxzf.gov.cn`."""
    parts = urlsplit(url)
    if not parts.hostname:
        return parts.netloc
    return _registered(parts.hostname) + (f":{parts.port}" if parts.port else "")


def _registered(host: str) -> str:
    labels = host.split(".")
    if host.replace(".", "").isdecimal():
        return host
    return ".".join(labels[-3:] if ".".join(labels[-2:]) in SECOND_LEVEL else labels[-2:])
