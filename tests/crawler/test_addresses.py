"""Where the crawler may go."""

from __future__ import annotations

import pytest
from twisted.internet.error import DNSLookupError

from crawler.addresses import Gate, _checked, same_site, why_unsafe


@pytest.fixture(autouse=True)
def shut_gate() -> None:
    Gate.allow([])


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/",
        "http://127.0.0.1/",
        "http://localhost:8600/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://register.internal/",
    ],
)
def test_an_address_inside_or_of_another_scheme_is_refused_with_a_reason(url: str) -> None:
    assert why_unsafe(url)


def test_a_public_address_is_let_through() -> None:
    assert why_unsafe("https://www.gov.cn/rss.xml") is None
    assert why_unsafe("http://1.2.4.8/") is None


def test_the_gate_opens_for_one_host_and_port_only() -> None:
    Gate.allow(["http://127.0.0.1:8900/rss.xml"])
    assert why_unsafe("http://127.0.0.1:8900/a/1.html") is None
    assert why_unsafe("http://127.0.0.1:5432/") is not None


def test_a_name_that_leads_inside_is_refused_when_it_is_resolved() -> None:
    with pytest.raises(DNSLookupError, match="private"):
        _checked("10.0.0.7", "innocent.example.com")
    assert _checked("1.2.4.8", "innocent.example.com") == "1.2.4.8"


def test_hosts_under_one_registered_name_are_one_site() -> None:
    assert same_site("http://www.chongzuo.gov.cn/a", "http://slj.chongzuo.gov.cn/b")
    assert not same_site("http://www.chongzuo.gov.cn/a", "http://www.gxzf.gov.cn/b")
    assert not same_site("http://127.0.0.1:8900/", "http://127.0.0.1:8901/")
