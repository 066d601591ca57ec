from __future__ import annotations

from tests.api.conftest import House


def test_life_and_readiness_are_told_without_signing_in(house: House) -> None:
    for address in ("/api/health", "/api/ready"):
        answer = house.client().get(address)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok", "rules": house.rules.version})


def test_the_service_is_not_ready_without_its_register(house: House) -> None:
    with house.register.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE entries")
    answer = house.client().get("/api/ready")
    assert (answer.status_code, answer.json()) == (503, {"error": "数据库现在不可用。"})
    assert house.client().get("/api/health").status_code == 200


def test_the_metrics_count_and_quote_nothing(house: House) -> None:
    text = house.client().get("/api/metrics").text
    assert 'huixiang_incidents_open{status="assessed"} 10.0' in text
    assert 'huixiang_pieces_24h{outcome="opened",stage="intake"} 10.0' in text
    assert "渠黎" not in text


def test_an_error_nobody_foresaw_is_a_sentence_and_no_trace(house: House) -> None:
    client = house.client("zhiban")
    with house.register.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE clocks")
    answer = client.get("/api/clocks")
    assert answer.status_code == 500
    assert answer.json() == {"error": "系统出错了，已记入日志。请稍后再试；仍不行请联系管理员。"}
