from __future__ import annotations

import contextlib
from collections.abc import Iterator

import httpx

from api.guard import MOST_BYTES


def test_no_answer_lets_a_browser_load_anything_from_elsewhere(duty: httpx.Client) -> None:
    for address in ("/api/me", "/desk", "/nothing", "/static/app.js", "/api/nothing"):
        headers = duty.get(address).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self'")
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_only_files_that_never_change_are_kept_by_a_browser(duty: httpx.Client) -> None:
    assert duty.get("/desk").headers["cache-control"] == "no-store"
    assert duty.get("/api/me").headers["cache-control"] == "no-store"
    assert duty.get("/static/style.css").headers.get("cache-control") != "no-store"


def test_a_body_that_is_too_large_is_refused_with_a_sentence(duty: httpx.Client) -> None:
    refused = duty.post("/api/route", content=b"x" * (MOST_BYTES + 1))
    assert (refused.status_code, refused.json()) == (413, {"error": "请求太大：最多 1000 KB。"})


def test_a_body_that_hides_its_size_is_cut_off_as_well(duty: httpx.Client) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 50_000 + 2):
            yield b"x" * 50_000

    with contextlib.suppress(httpx.WriteError):  # the server hung up in the middle of it, which is as good
        assert duty.post("/api/route", content=drip()).status_code == 413
    assert duty.get("/api/health").status_code == 200
