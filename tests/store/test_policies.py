from __future__ import annotations

from dataclasses import replace

from store import policies
from store.policies import Policy
from store.register import Register
from tests.store.conftest import NOON


def test_a_document_is_kept_found_by_its_words_and_withdrawn(register: Register) -> None:
    draft = Policy(0, "关于停水告知的规定", "崇住建〔2026〕3号", "市住建局", NOON, None, "停水应提前24小时告知。", "抢修除外。", "p", NOON)
    with register.writing() as tx:
        kept = policies.add(tx, draft)
        policies.add(tx, replace(draft, title="另一件", number=None, text=""))
        assert [one.id for one in policies.all_(tx, "停水")] == [kept.id]
        policies.save(tx, replace(kept, withdrawn=NOON))
    with register.reading() as tx:
        assert policies.get(tx, kept.id) == replace(kept, withdrawn=NOON)
        assert [one.title for one in policies.all_(tx, holding=True)] == ["另一件"]
        assert policies.get(tx, 99) is None
