from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from config.rules import load as load_rules
from nlp.evaluate import evaluate
from nlp.model import NotAModel, load, newest, save
from nlp.topic_data import NoData, Row, held_out, mark_of, read
from nlp.topics import Topics, shipped
from nlp.train import Report, train

if TYPE_CHECKING:
    from pathlib import Path

    from config.rules import Rules

ABOUT = {
    "transport": ("交通运输局", ["公交车", "站台", "班次", "首末站", "司机"]),
    "healthcare": ("卫生健康委", ["医院", "医生", "挂号", "疫苗", "护士"]),
    "environment": ("城管执法局", ["油烟", "噪音", "施工", "扰民", "工地"]),
    "veterans": ("退役军人局", ["退伍", "士官", "安置", "转业", "参军"]),
}


class Quiet:
    """A progress that remembers what it was told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def add_task(self, description: str, *, total: float) -> int:
        assert total > 0
        self.said.append(description)
        return 0

    def update(self, task_id: Any, *, description: str | None = None, advance: float | None = None) -> None:
        assert task_id == 0
        assert advance
        self.said.append(description or "")


def line(number: int, topic: str, rng: random.Random) -> dict[str, Any]:
    department, words = ABOUT[topic]
    filler = "".join(chr(0x4E00 + rng.randrange(2000)) for _ in range(30))
    text = "，".join(rng.sample(words, 3)) + filler
    return {"id": f"{number:04}", "title": rng.choice(words) + filler[:3], "text": text, "topic": topic, "department": department}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = random.Random(1)
    made: Path = tmp_path_factory.mktemp("data")
    rows = [line(number, rng.choice(list(ABOUT)), rng) for number in range(240)]
    made.joinpath("labelled.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return made


@pytest.fixture(scope="module")
def trained(folder: Path, rules: Rules, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Quiet]:
    out, progress = tmp_path_factory.mktemp("models"), Quiet()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nlp.train.SHIPPED", out)  # this data is not the shipped model's: they are not compared
        return train(folder, out, rules, progress), progress


def test_training_shows_each_step_and_writes_a_model_that_reads(trained: tuple[Report, Quiet], rules: Rules) -> None:
    report, progress = trained
    assert report.adopted
    assert report.path
    assert len(progress.said) >= 8
    topics = Topics(rules, load(report.path))
    assert topics.version == report.version
    assert topics.assess("退伍安置", "士官转业安置")[0][0].value == "veterans"
    assert json.loads(json.dumps(report.as_json(), ensure_ascii=False))["adopted"]


def test_a_model_file_says_on_which_data_and_with_which_scores(trained: tuple[Report, Quiet], folder: Path, rules: Rules) -> None:
    assert trained[0].path
    about = load(trained[0].path).about
    data = read(folder, rules.departments.ids, rules.topics.topics)
    assert about["data"] == data.digest
    assert about["rules"] == rules.version
    assert about["rows"] == {"labelled": 240, "corrected": 0, "annotated": 0, "more": 0}
    assert about["scores"]["topic"] == pytest.approx(trained[0].scores.topic, abs=1e-3)


def test_a_worse_model_is_refused_and_the_old_one_stays(
    trained: tuple[Report, Quiet], folder: Path, rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trained[0].path
    better = replace(load(trained[0].path), version="0007-better")
    better.about["scores"] |= {"topic": 2.0, "department": 2.0}
    save(better, tmp_path / "topics-0007-better.skops")
    monkeypatch.setattr("nlp.train.SHIPPED", tmp_path)
    report = train(folder, tmp_path, rules, Quiet())
    assert not report.adopted
    assert "不采用" in report.sentence
    assert "0007-better" in report.sentence
    assert [path.name for path in tmp_path.iterdir()] == ["topics-0007-better.skops"]


def test_the_old_model_is_kept_beside_the_new_one(
    trained: tuple[Report, Quiet], folder: Path, rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trained[0].path
    monkeypatch.setattr("nlp.train.SHIPPED", tmp_path)
    old = replace(load(trained[0].path), version="0009-old")
    save(old, tmp_path / "topics-0009-old.skops")
    report = train(folder, tmp_path, rules, Quiet())
    assert report.version.startswith("0010-")
    assert len(list(tmp_path.iterdir())) == 2
    assert newest([tmp_path]) == report.path


def test_what_people_corrected_is_learned(folder: Path, rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.train.SHIPPED", tmp_path)
    said = [(f"无人机黑飞{number}", f"无人机在头顶黑飞{number}次", "public_security", "public_security") for number in range(12)]
    report = train(folder, tmp_path, rules, Quiet(), said)
    assert report.path
    model = load(report.path)
    assert model.about["rows"]["corrected"] == 12
    assert Topics(rules, None).assess("无人机黑飞", "有人放无人机") == ((), ())
    assert Topics(rules, model).assess("无人机黑飞", "无人机黑飞")[0][0].value == "public_security"


def test_one_corrected_topic_changes_what_a_near_identical_text_is_read_as(
    trained: tuple[Report, Quiet], folder: Path, rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlp.train.SHIPPED", tmp_path)
    said, near = ("站台班次", "公交车站台的班次表被风吹走了三天"), ("站台班次", "公交车站台的班次表又被风吹走了三天")
    assert trained[0].path
    assert Topics(rules, load(trained[0].path)).assess(*near)[0][0].value == "transport"
    report = train(folder, tmp_path, rules, Quiet(), [(*said, "environment", "")])
    assert report.path
    assert "人工更正 1 条" in report.sentence
    assert Topics(rules, load(report.path)).assess(*near)[0][0].value == "environment"


def test_labels_without_texts_are_found_again_by_the_texts(
    folder: Path, rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [{"id": f"u{n}", "title": f"没有标注{n}", "text": f"第{n}条的内容"} for n in range(3)]
    data = tmp_path / "data"
    data.mkdir()
    (data / "labelled.jsonl").write_bytes((folder / "labelled.jsonl").read_bytes())
    (data / "unlabelled.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in texts), "utf-8")
    mark = mark_of(Row("", texts[1]["title"], texts[1]["text"]))
    marks = tmp_path / "annotated.tsv"
    marks.write_text(f"{mark}\thealthcare\t\thealth\n0123456789abcdef\ttax\t\ttax\n", "utf-8")
    monkeypatch.setattr("nlp.topic_data.ANNOTATED", marks)
    found = read(data, rules.departments.ids, rules.topics.topics)
    assert [(row.id, row.topic, row.department) for row in found.annotated] == [("u1", "healthcare", "health")]
    assert [row.id for row in found.more] == ["u0", "u2"]


def test_what_is_learned_on_top_holds_nothing_near_what_is_measured(folder: Path, rules: Rules) -> None:
    data = read(folder, rules.departments.ids, rules.topics.topics)
    _, measured = data.split()
    copies = [(row.title, f"{row.text}，谢谢", row.topic, row.department) for row in measured]
    told = read(folder, rules.departments.ids, rules.topics.topics, copies)
    learned, again = told.split()
    assert again == measured
    assert not any(told.taught[at].corrected for at in learned)


def test_training_twice_gives_the_same_weights(
    trained: tuple[Report, Quiet], folder: Path, rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlp.train.SHIPPED", tmp_path)
    again = train(folder, tmp_path, rules, Quiet())
    assert trained[0].path
    assert again.path
    one, other = load(trained[0].path), load(again.path)
    assert one.words == other.words
    assert np.array_equal(one.topic.weights, other.topic.weights)


def test_near_duplicates_are_held_out_together() -> None:
    rng = random.Random(2)
    texts = ["".join(chr(0x4E00 + rng.randrange(3000)) for _ in range(60)) for _ in range(80)]
    rows = [Row(f"{number}-{copy}", f"{number}{copy}", text + "再次" * copy) for number, text in enumerate(texts) for copy in range(3)]
    out = held_out(rows)
    assert [len(set(out[at : at + 3])) for at in range(0, len(out), 3)] == [1] * 80
    assert 0.05 < sum(out) / len(out) < 0.4


def test_rows_with_one_title_are_held_out_together() -> None:
    texts = ["".join(chr(0x4E00 + number * 40 + at) for at in range(30)) for number in range(60)]
    rows = [Row(str(number), f"题目{'甲乙丙丁戊'[number % 5]}", text) for number, text in enumerate(texts)]
    out = held_out(rows)
    assert all(out[at] == out[at + 5] for at in range(55))


def test_a_folder_without_data_is_a_sentence(tmp_path: Path, rules: Rules) -> None:
    with pytest.raises(NoData, match="labelled"):
        train(tmp_path, tmp_path, rules, Quiet())


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04broken"])
def test_a_broken_model_file_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "topics-0001-x.skops"
    path.write_bytes(content)
    with pytest.raises(NotAModel, match="重新训练"):
        load(path)


def test_a_new_topic_in_the_rules_needs_no_new_model(rules: Rules) -> None:
    block = {"name": "低空", "departments": ("public_security",), "words": {"无人机": 5}, "lines": {}}
    drones = rules.topics.topics["other"].model_copy(update=block)
    topics = rules.topics.model_copy(update={"topics": {"drones": drones, **rules.topics.topics}})
    found = Topics(replace(rules, topics=topics), shipped()).assess("无人机黑飞", "无人机天天在楼上飞")
    assert (found[0][0].value, found[1][0].value) == ("drones", "public_security")


def test_the_shipped_model_is_small() -> None:
    path = newest([])
    assert path is None
    model = shipped()
    assert model
    assert len(model.words) + len(model.title_words) <= 12_000


def test_evaluation_measures_what_was_not_learned(folder: Path, rules: Rules) -> None:
    report = evaluate(folder, rules)
    told = report.as_json()
    assert set(told) == {"rules", "both", "learning_curve"}
    assert 0 < told["both"]["rows"] < 120
    assert list(told["learning_curve"]) == ["25%", "50%"]
    assert json.loads(json.dumps(told))["both"]["topic"] > 0.9


@pytest.mark.timeout(600)
def test_on_the_development_data_rules_reach_what_they_promise(shared: Path, rules: Rules) -> None:
    data = read(shared / "data" / "messages", rules.departments.ids, rules.topics.topics)
    rows = data.labelled[::10]
    found = Topics(rules, None).assess_many([(row.title, row.text) for row in rows])
    topic = np.mean([said[0].value in {row.topic, row.second} if said else False for row, (said, _) in zip(rows, found, strict=True)])
    department = np.mean([led[0].value == row.department if led else False for row, (_, led) in zip(rows, found, strict=True)])
    assert topic >= 0.80
    assert department >= 0.70
