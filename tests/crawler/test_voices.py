"""Voices are counted, not known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crawler.voices import daily_salt, voice_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_voice_is_the_same_all_day_and_another_the_next_day(tmp_path: Path) -> None:
    first, again = (daily_salt(tmp_path, date(2026, 11, 25)) for _ in range(2))
    tomorrow = daily_salt(tmp_path, date(2026, 11, 26))
    assert voice_of(first, "board", "张三") == voice_of(again, "board", "张三")
    assert voice_of(first, "board", "张三") != voice_of(tomorrow, "board", "张三")
    assert voice_of(first, "board", "张三") != voice_of(first, "weibo", "张三")


def test_yesterdays_salt_is_gone(tmp_path: Path) -> None:
    first = daily_salt(tmp_path, date(2026, 11, 25))
    daily_salt(tmp_path, date(2026, 11, 26))
    assert all(first not in path.read_text() for path in tmp_path.iterdir())


def test_a_damaged_file_gives_a_fresh_salt(tmp_path: Path) -> None:
    (tmp_path / "voice.salt").write_text("{broken")
    assert len(daily_salt(tmp_path, date(2026, 11, 25))) == 32
