"""The summary of an incident says nothing that no post says, to nobody who may not see the incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import House


def test_each_piece_stands_in_the_post_that_it_names(house: House, duty: httpx.Client) -> None:
    id_ = house.incident("渠黎镇停水").id
    told = duty.get(f"/api/incidents/{id_}/summary").json()
    posts = {post["document"]["id"]: post["document"] for post in duty.get(f"/api/incidents/{id_}/posts").json()}
    pieces = [told["title"], *told["sentences"], *(side["said"] for side in told["sides"]), *(moment["said"] for moment in told["line"])]
    assert told["enough"]
    assert 1 <= len(told["sentences"]) <= 3
    assert all(piece["text"] in posts[piece["post"]]["title"] + "\n" + posts[piece["post"]]["text"] for piece in pieces)
    assert "停水" in told["words"]


def test_who_may_not_see_the_incident_gets_no_summary(house: House, office: httpx.Client) -> None:
    assert office.get(f"/api/incidents/{house.incident('渠黎镇停水').id}/summary").status_code == 404


def test_the_page_shows_the_summary_with_its_sources(house: House, duty: httpx.Client) -> None:
    page = duty.get(f"/incidents/{house.incident('渠黎镇停水').id}").text
    card = page.partition('id="summary-title"')[2].partition("</section>")[0]
    assert "都是信息里的原话" in card
    assert "关键词" in card
    assert card.count('<a href="/documents/d0-') >= 2
