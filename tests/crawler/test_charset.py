"""Bytes as text."""

from __future__ import annotations

import pytest

from crawler.charset import decode

WORDS = "河堤路的路灯坏了两个月"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_the_bytes_prove_the_charset_whatever_the_server_says(charset: str) -> None:
    body = f"<meta charset=gb2312>{WORDS}".encode(charset)
    assert decode(body, "text/html; charset=iso-8859-1").endswith(WORDS)
    assert decode(body, "text/html; charset=utf-8").endswith(WORDS)


def test_big5_is_tried_first_where_it_is_declared() -> None:
    body = "<meta charset=big5>颱風來襲沿海停課".encode("big5")
    assert "颱風來襲沿海停課" in decode(body)


def test_one_broken_byte_costs_one_character() -> None:
    body = WORDS.encode() + b"\xff" + WORDS.encode()
    assert decode(body).replace("\ufffd", "") == WORDS * 2


def test_an_unknown_charset_is_no_obstacle() -> None:
    assert decode(WORDS.encode(), "text/html; charset=klingon") == WORDS
    assert decode(b"abc", "text/html; charset=base64") == "abc"
