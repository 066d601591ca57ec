"""Voices are counted, not known."""

from __future__ import annotations

from crawler.voices import voice_of


def test_a_voice_is_the_same_under_one_salt_and_source_and_another_elsewhere() -> None:
    assert voice_of("a", "board", "张三") == voice_of("a", "board", "张三")
    assert voice_of("a", "board", "张三") != voice_of("b", "board", "张三")
    assert voice_of("a", "board", "张三") != voice_of("a", "weibo", "张三")
    assert "张三" not in voice_of("a", "board", "张三")
