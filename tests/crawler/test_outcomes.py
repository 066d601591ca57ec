"""Why a piece left as it did, as an officer reads it."""

from __future__ import annotations

import re
import ssl

import pytest
from scrapy import exceptions
from scrapy.http import Response
from twisted.internet import error

from crawler import outcomes
from crawler.addresses import Unsafe
from crawler.polite import Busy, Throttled

LATIN = re.compile(r"[A-Za-z]{3,}")
ALLOWED = {"http", "https", "robots", "txt"}


def classes(module: object) -> list[type[Exception]]:
    found = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Exception)]
    return [one for one in found if not issubclass(one, Warning)]


def made(kind: type[Exception]) -> Exception:
    try:
        return kind("Some English words of a library: SSL certificate TCP")
    except TypeError:  # one that is made of something else than words
        return kind.__new__(kind)


KINDS = [
    *classes(exceptions),
    *(one for one in classes(error) if one is not error.CannotListenError),  # we listen nowhere
    *(ssl.SSLError, OSError, RuntimeError, MemoryError, UnicodeError),
]


@pytest.mark.parametrize("kind", KINDS)
def test_no_failure_of_any_library_is_told_in_its_own_english(kind: type[Exception]) -> None:
    outcome, because = outcomes.of_failure(made(kind))
    assert outcome in outcomes.AGAIN | outcomes.FINAL
    assert set(LATIN.findall(because)) <= ALLOWED, because
    assert re.search(r"[\u4e00-\u9fff]{3}", because)


def test_our_own_reasons_are_told_as_they_are() -> None:
    assert outcomes.of_failure(Unsafe("地址 10.0.0.7 在内部网络")) == ("unsafe", "地址 10.0.0.7 在内部网络")
    assert outcomes.of_failure(Throttled("服务器要求 120 秒后再来，留到以后"))[0] == "blocked"
    assert outcomes.of_failure(Busy("服务器要求 120 秒后再来，留到以后"))[0] == "busy"


def test_every_status_has_an_outcome_and_a_chinese_sentence() -> None:
    for status in (*range(300, 452), *range(500, 530)):
        told = outcomes.of_status(Response("http://127.0.0.1/", status=status))
        assert told is not None
        assert told[0] in outcomes.AGAIN | outcomes.FINAL | {outcomes.NOT_MODIFIED}
        assert not LATIN.findall(told[1])


def test_who_shuts_us_out_is_not_taken_for_a_page_that_is_gone() -> None:
    told = {status: outcomes.of_status(Response("http://127.0.0.1/", status=status)) for status in (403, 404, 412, 429, 503)}
    assert [one and one[0] for one in told.values()] == ["refused", "gone", "refused", "blocked", "busy"]


def test_a_failure_without_words_has_a_reason_too() -> None:
    assert outcomes.of_failure(Exception(""))[1] == "连接失败，原因不明"
