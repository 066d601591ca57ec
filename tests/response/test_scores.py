from __future__ import annotations

from config.timeliness import Weights
from response.scores import Share, ranks, score

WEIGHTS = Weights(on_time=50, answered=25, accepted=10, proven=15)


def test_a_score_is_the_weighted_mean_of_the_shares() -> None:
    shares = {"on_time": Share(8, 10), "answered": Share(1, 2), "accepted": Share(4, 4), "proven": Share(0, 1)}
    assert score(shares, WEIGHTS) == 62.5  # 50*.8 + 25*.5 + 10*1 + 15*0


def test_a_share_without_a_denominator_has_no_part_in_it() -> None:
    shares = {"on_time": Share(1, 2), "answered": Share(0, 0), "accepted": Share(0, 0), "proven": Share(0, 0)}
    assert score(shares, WEIGHTS) == 50.0
    assert score(dict.fromkeys(shares, Share(0, 0)), WEIGHTS) is None


def test_equal_scores_share_a_place_and_what_has_none_gets_none() -> None:
    assert ranks([80.0, None, 90.0, 80.0, 70.0]) == [2, None, 1, 2, 4]
