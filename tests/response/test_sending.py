"""What goes over the wire is signed, is what the receiver expects, and says truly what became of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from config.channels import Channel, Kind
from response import sending
from response.sending import Message, Over, blackhole, signature
from store.deliveries import BLACKHOLE, FAILED, SENT, UNKNOWN
from tests.response.receiver import Receiver

SAID = Message(
    key="k1",
    office="451421.housing",
    office_name="扶绥县住房和城乡建设局",
    person="办公室联络岗",
    email="bangong@zjj.example",
    title="【回响】扶绥县住建局：即将到期",
    lines=("1. 即将到期：渠黎镇停水三天（事件 7）", "2. 已到期：另一件（事件 8）"),
    notices=({"id": 1, "incident": 7, "rung": "before", "text": "即将到期", "at": "2026-11-25T12:00:00+08:00"},),
)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


def over(kind: Kind, address: str, secret: str = "") -> sending.Outcome:
    channel = Channel(id="c", title="渠道", kind=kind, address="HUIXIANG_A", secret="HUIXIANG_S")
    return Over({"HUIXIANG_A": address, "HUIXIANG_S": secret})(channel, SAID)


def test_a_webhook_carries_its_key_and_a_signature_over_moment_and_body(receiver: Receiver) -> None:
    assert over("webhook", receiver.address, "secret").state == SENT
    headers, body, _ = receiver.posts[0]
    assert headers["idempotency-key"] == "k1"
    assert headers["x-huixiang-signature"] == f"sha256={signature('secret', headers['x-huixiang-timestamp'], body)}"
    expected = hmac.new(b"secret", headers["x-huixiang-timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["x-huixiang-signature"].endswith(expected)
    said = json.loads(body)
    assert (said["message"], said["notices"][0]["id"], said["office"]["id"]) == ("k1", 1, "451421.housing")
    assert "渠黎镇停水三天（事件 7）" in said["text"]


@pytest.mark.parametrize("status", [302, 400, 404, 500, 503])
def test_any_answer_but_a_good_one_is_a_failure_and_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    receiver.status = status
    outcome = over("webhook", receiver.address)
    assert (outcome.state, outcome.because) == (FAILED, f"对方回答 {status}")
    assert len(receiver.posts) == 1


def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    outcome = over("webhook", f"http://127.0.0.1:{port}/?key=geheim")
    assert outcome.state == FAILED
    assert "没有接受连接" in outcome.because
    assert "geheim" not in outcome.because


def test_where_the_answer_does_not_come_nobody_knows(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.2)
    monkeypatch.setattr("random.uniform", lambda *_: 0.6)
    outcome = over("webhook", receiver.address)
    assert outcome.state == UNKNOWN
    assert "不知道对方收到没有" in outcome.because
    assert len(receiver.posts) == 1


def test_a_robot_that_refuses_with_200_has_refused(receiver: Receiver) -> None:
    receiver.answer = json.dumps({"errcode": 93000, "errmsg": "invalid webhook url"}).encode()
    outcome = over("wecom", receiver.address)
    assert outcome.state == FAILED
    assert "93000" in outcome.because
    receiver.answer = b'{"errcode":0,"errmsg":"ok"}'
    assert over("wecom", receiver.address).state == SENT
    receiver.answer = b"<html>"
    assert over("wecom", receiver.address).state == UNKNOWN


def test_each_robot_gets_what_it_reads_and_its_own_signature(receiver: Receiver) -> None:
    receiver.answer = b'{"errcode":0,"code":0}'
    for kind in ("wecom", "dingtalk", "feishu"):
        assert over(kind, f"{receiver.address}?access_token=t", "SEC").state == SENT
    wecom, dingtalk, feishu = (json.loads(body) for _, body, _ in receiver.posts)
    assert wecom["text"]["content"].startswith(SAID.title)
    assert "送：办公室联络岗" in dingtalk["text"]["content"]
    asked = parse_qs(urlsplit(receiver.posts[1][2]).query)
    said = hmac.new(b"SEC", f"{asked['timestamp'][0]}\nSEC".encode(), hashlib.sha256).digest()
    assert asked["sign"] == [base64.b64encode(said).decode()]
    assert asked["access_token"] == ["t"]
    told = hmac.new(f"{feishu['timestamp']}\nSEC".encode(), b"", hashlib.sha256).digest()
    assert feishu["sign"] == base64.b64encode(told).decode()
    assert feishu["content"]["text"] == SAID.text()


def test_a_long_message_is_cut_at_a_line_and_says_how_much_is_left_out() -> None:
    long = Message("k", "o", "o", "", "", "题", tuple(f"{n}. {'渠黎镇停水' * 8}" for n in range(60)), ())
    text = long.text(2000)
    assert len(text.encode()) <= 2000
    kept = text.count("渠黎镇停水" * 8)
    assert f"另有 {60 - kept} 条" in text


def test_without_its_environment_variable_a_channel_says_which_one_is_missing() -> None:
    outcome = over("wecom", "")
    assert outcome.state == FAILED
    assert "HUIXIANG_A" in outcome.because


def test_in_rehearsal_nothing_goes_out(receiver: Receiver) -> None:
    channel = Channel(id="c", title="渠道", kind="webhook", address="HUIXIANG_A")
    assert blackhole(channel, SAID).state == BLACKHOLE
    assert receiver.posts == []


class Smtp(socketserver.StreamRequestHandler):
    """A mail server of the plainest kind; refuses the recipient where it is told to."""

    letters: ClassVar[list[tuple[list[str], str]]] = []
    refuse = False

    def handle(self) -> None:
        self._say("220 ready")
        to: list[str] = []
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].split()[0].upper()
            if word == "RCPT":
                to.append(line.split("<")[1].split(">")[0])
            if word == "DATA":
                self._say("354 go on")
                lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
                type(self).letters.append((to, "".join(lines)))
            if word == "QUIT":
                return
            self._say("550 no such box" if word == "RCPT" and self.refuse else "250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def post_office() -> Iterator[str]:
    Smtp.letters, Smtp.refuse = [], False
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"mailto://127.0.0.1:{server.server_address[1]}?from=huixiang@a.example"
    server.shutdown()
    server.server_close()


def test_a_letter_goes_to_the_contact_through_the_mail_server(post_office: str) -> None:
    assert over("email", post_office).state == SENT
    (to, letter), *more = Smtp.letters
    assert not more
    assert to == ["bangong@zjj.example"]
    assert "huixiang@a.example" in letter


def test_a_letter_that_the_mail_server_refuses_has_failed(post_office: str) -> None:
    Smtp.refuse = True
    outcome = over("email", post_office)
    assert (outcome.state, Smtp.letters) == (FAILED, [])


def test_without_an_address_of_the_contact_no_letter_goes_to_anybody(post_office: str) -> None:
    channel = Channel(id="c", title="邮件", kind="email", address="HUIXIANG_A")
    outcome = Over({"HUIXIANG_A": post_office})(channel, replace(SAID, email=""))
    assert outcome.state == FAILED
    assert "联络人的邮箱" in outcome.because
    assert Smtp.letters == []
