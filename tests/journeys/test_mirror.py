"""A spam mirror of a news site: what it copies is one matter with what it copied, through the real stages."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from config.settings import Settings
from config.sources import Source
from doing import collect, work
from nlp.clean import clean
from nlp.near import Near, fingerprints
from parts import Parts
from store import documents
from store.records import Document


def test_the_copies_of_a_mirror_are_recognised_and_join_the_incidents_of_the_originals(small_web: int, tmp_path: Path) -> None:
    fixed = {"kind": "listing", "medium": "self_media", "allow_private": True, "pages": 1}
    places = {"news": small_web, "mirror": small_web + 4}
    blocks = [{"id": id_, "name": id_, "url": f"http://127.0.0.1:{port}/list/1.html"} | fixed for id_, port in places.items()]
    whole = Parts(Settings(data=tmp_path), tuple(Source.model_validate(block) for block in blocks))
    counts = collect(whole, list(places))
    assert (counts["news"]["kept"], counts["mirror"]["kept"]) == (20, 20)
    work(whole)
    found: dict[str, dict[str, tuple[Document, int | None]]] = {id_: {} for id_ in places}
    with whole.register.reading() as tx:
        for one, incident, _ in documents.recent(tx):
            found[one.source][urlsplit(one.url).path] = one, incident
    _copies(found)
    pairs = [(incident, found["mirror"][path][1]) for path, (_, incident) in found["news"].items()]
    assert all(copy == original for original, copy in pairs), pairs
    assert sum(original is not None for original, _ in pairs) >= 10


def _copies(found: dict[str, dict[str, tuple[Document, int | None]]]) -> None:
    """Each of the mirror's texts is nearest to its own original."""
    near, paths = Near(), list(found["news"])
    for key, path in enumerate(paths):
        near.add(key, fingerprints(clean(found["news"][path][0].text).text))
    for key, path in enumerate(paths):
        copy = near.find(fingerprints(clean(found["mirror"][path][0].text).text))
        assert copy is not None
        assert copy[0] == key
