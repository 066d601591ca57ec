from __future__ import annotations

from response.desk import Desk
from response.retention import erase
from store import documents, history
from store.history import verify
from tests.response.conftest import Watch
from tests.response.world import DUTY, opened


def test_what_was_kept_long_enough_goes_and_the_history_says_so_and_stays_whole(desk: Desk, watch: Watch) -> None:
    done, going = opened(desk).id, opened(desk).id
    desk.act(done, "dismiss", DUTY, because="不属实", details={"reason_code": "no_request"})
    watch.go(days=1094)
    assert erase(desk.register, desk.rules, desk.now()) == {}
    watch.go(days=2)
    assert erase(desk.register, desk.rules, desk.now())["incidents"] == 2
    with desk.register.reading() as tx:
        assert [post.text for post, _ in documents.of_incident(tx, done)] == ["", ""]
        assert all(post.text for post, _ in documents.of_incident(tx, going))
        last = history.of(tx, done)[-1]
        assert list(verify(tx)) == []
    assert (last.action, "删去 2 条" in last.because) == ("erased", True)
    assert erase(desk.register, desk.rules, desk.now()) == {}
