from __future__ import annotations

from datetime import timedelta

import httpx

from tests.api.conftest import House
from tests.api.seeding import PASSWORD


def test_a_session_is_a_cookie_that_scripts_and_other_sites_cannot_use(house: House) -> None:
    answer = house.client().post("/api/session", json={"name": "zhiban", "password": PASSWORD})
    assert answer.json() == {
        "name": "zhiban",
        "shown": "值班员",
        "role": "duty",
        "office": None,
        "office_name": None,
        "region": "451400",
        "region_name": "崇左市",
    }
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_wrong_password_and_a_wrong_name_get_the_same_sentence(house: House) -> None:
    answers = [house.client().post("/api/session", json={"name": name, "password": "not-it-at-all"}) for name in ("zhiban", "nobody")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert {answer.json()["error"] for answer in answers} == {"用户名或密码不对。"}


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(house: House) -> None:
    stranger = house.client()
    for _ in range(5):
        assert stranger.post("/api/session", json={"name": "zhiban", "password": "wrong-password"}).status_code == 401
    late = stranger.post("/api/session", json={"name": "zhiban", "password": PASSWORD})
    assert late.status_code == 429
    assert "请 16 分钟后再试" in late.json()["error"]
    assert stranger.post("/api/session", json={"name": "guanli", "password": PASSWORD}).status_code == 200
    house.clock.pass_by(timedelta(minutes=15, seconds=1))
    assert stranger.post("/api/session", json={"name": "zhiban", "password": PASSWORD}).status_code == 200


def test_a_call_that_changes_something_needs_the_header_of_our_pages(house: House, duty: httpx.Client) -> None:
    foreign = httpx.Client(base_url=house.address, cookies=duty.cookies, trust_env=False)
    incident = house.incident("渠黎镇停水").id
    for address in (f"/api/incidents/{incident}/actions/assign", "/api/session", "/api/route"):
        refused = foreign.post(address, json={})
        assert refused.status_code == 403
        assert "X-Huixiang" in refused.json()["error"]
    assert house.incident("渠黎镇停水").status == "assessed"
    foreign.close()


def test_a_session_ends_by_signing_out_and_after_twelve_hours(house: House, duty: httpx.Client) -> None:
    other = house.client("zhiban", PASSWORD)
    assert duty.delete("/api/session").status_code == 204
    assert duty.get("/api/me").status_code == 401
    assert other.get("/api/me").status_code == 200
    house.clock.pass_by(timedelta(hours=12, seconds=1))
    assert other.get("/api/me").json() == {"error": "请先登录。"}


def test_an_administrator_lets_people_in_changes_their_password_and_takes_them_out(house: House, administrator: httpx.Client) -> None:
    person = {"name": "xinren", "role": "office", "office": "451421.education", "password": "a-long-password"}
    made = administrator.post("/api/people", json=person)
    assert made.status_code == 201
    assert (made.json()["office_name"], made.json()["region"]) == ("扶绥县教育局", "451421")
    newcomer = house.client("xinren", "a-long-password")
    assert administrator.put("/api/people/xinren/password", json={"password": "another-password"}).status_code == 204
    assert newcomer.get("/api/me").status_code == 401
    again = house.client("xinren", "another-password")
    assert administrator.delete("/api/people/xinren").status_code == 204
    assert again.get("/api/me").status_code == 401


def test_a_person_who_cannot_be_added_is_refused_with_the_reason(administrator: httpx.Client) -> None:
    def refused(**given: object) -> str:
        person = {"name": "xinren", "role": "duty", "password": "a-long-password", **given}
        answer = administrator.post("/api/people", json=person)
        assert answer.status_code in (409, 422)
        return str(answer.json()["error"])

    assert "已经有了" in refused(name="zhiban")
    assert "至少要有 10 个字符" in refused(password="short")
    assert "没有编号为“451421.eduction”的单位" in refused(role="office", office="451421.eduction")
    assert "要选一个单位" in refused(role="office")
    assert "没有编号为“999999”的地区" in refused(region="999999")


def test_only_the_administrator_manages_people_and_not_themselves(house: House, administrator: httpx.Client) -> None:
    for name in ("zhiban", "lingdao", "zhujian"):
        client = house.client(name)
        assert client.get("/api/people").status_code == 403
        assert client.delete("/api/people/fusui").status_code == 403
    assert administrator.delete("/api/people/guanli").status_code == 409
    assert administrator.delete("/api/people/nobody").status_code == 404


def test_ones_own_password_is_changed_with_the_old_one(house: House, duty: httpx.Client) -> None:
    assert duty.put("/api/me/password", json={"old": "not-the-old-one", "new": "a-new-password"}).status_code == 409
    assert duty.put("/api/me/password", json={"old": PASSWORD, "new": "short"}).status_code == 409
    assert duty.put("/api/me/password", json={"old": PASSWORD, "new": "a-new-password"}).status_code == 204
    assert duty.get("/api/me").status_code == 401
    assert house.client("zhiban", "a-new-password").get("/api/me").status_code == 200
