"""A small world for the tests of the API and the pages: matters of different size, place, topic and severity, taken in by the real intake.

Contents: NOW · Matter · WORLD · seed · PEOPLE · PASSWORD
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.rules import Rules
from response.desk import Desk
from response.intake import Intake
from store import documents, people, stages
from store.records import Assessment, Document, Finding, Grade, Medium, Person, Role, Severity, Warning_
from store.register import Register
from store.search import Index, refresh
from store.tables import BEIJING

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=BEIJING)
PASSWORD = "correct-horse-battery"
PEOPLE = (
    Person("guanli", Role.administrator, None, "451400", "管理员"),
    Person("zhiban", Role.duty, None, "451400", "值班员"),
    Person("lingdao", Role.leader, None, "451400", "分管领导"),
    Person("fusui", Role.leader, None, "451421", "扶绥县领导"),
    Person("zhujian", Role.office, "451421.housing", "451421", "扶绥县住建局"),
    Person("jiaoyu", Role.office, "451424.education", "451424", "大新县教育局"),
)
ATTACK = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


@dataclass(frozen=True)
class Matter:
    """What some posts are about. A word in `places` or `topics` that stands in the text becomes its evidence."""

    title: str
    text: str
    places: tuple[tuple[str, str, str], ...]
    topics: tuple[tuple[str, str], ...]
    grade: Grade = Grade.none
    because: str = ""
    harm: tuple[tuple[str, int], ...] = ()
    named: tuple[str, ...] = ()
    policy: str | None = None
    hours: float = 5
    posts: int = 1


WORLD = (
    Matter(
        "渠黎镇停水三天，没有人说什么时候来水",
        "渠黎镇街上停水三天了，打自来水公司电话一直占线。家里有老人小孩，做饭都要去井里挑水。请住建部门给个说法：什么时候恢复供水？\n"
        "我们不是不理解检修，可是三天没有一张通知，也没有送水车。隔壁村说水管去年就漏，报过两次没有人来看。",
        (("451421101", "渠黎镇", "渠黎镇"),),
        (("municipal_services", "停水"),),
        hours=47,
        posts=6,
    ),
    Matter(
        "扶绥县渠旧镇客货车相撞，4人死亡",
        "扶绥县渠旧镇国道322线客车与货车相撞，已造成4人死亡、13人受伤，救援正在进行。",
        (("451421102", "渠旧镇", "渠旧镇"),),
        (("traffic_order", "相撞"),),
        Grade.considerable,
        "“已造成4人死亡”：死亡3人以上，较大",
        (("deaths", 4), ("injured", 13)),
        hours=3,
        posts=9,
    ),
    Matter(
        "大新县某小学食堂饭菜有异味，多名学生呕吐",
        "大新县桃城镇一小学，孩子中午在学校食堂吃饭后呕吐，班上七八个孩子都不舒服，学校说是着凉。家长要求公布食堂进货记录。",
        (("451424", "大新县", "大新县"),),
        (("compulsory_education", "学校"), ("food_drug", "食堂")),
        Grade.ordinary,
        "“七八个孩子都不舒服”：有人身体受损",
        (("ill", 8),),
        hours=9,
        posts=4,
    ),
    Matter(
        "宁明县蔗款拖欠两个榨季",
        "糖厂欠我们宁明县种蔗户的蔗款两个榨季了。",
        (("451422", "宁明县", "宁明县"),),
        (("agriculture", "蔗款"),),
        hours=20,
    ),
    Matter(
        "江州区工业园化工仓库爆炸，30余人遇难",
        "崇左市江州区一化工仓库发生爆炸，现场指挥部通报已造成31人遇难。",
        (("451402", "江州区", "江州区"),),
        (("work_safety", "爆炸"),),
        Grade.extreme,
        "“已造成31人遇难”：死亡30人以上，特别重大",
        (("deaths", 31),),
        hours=1.5,
        posts=12,
    ),
    Matter("小区物业不作为，楼道灯坏了半年", "我们小区楼道灯坏了半年，物业说没钱。", (), (("property_management", "物业"),), hours=30),
    Matter(
        "龙州县人民医院排队四小时还没看上病",
        "龙州县人民医院挂号排队四小时。",
        (("451423", "龙州县", "龙州县"),),
        (("healthcare", "医院"),),
        hours=12,
    ),
    Matter(
        "百色市田阳区芒果滞销",
        "百色市田阳区芒果滞销，求帮助。",
        (("451003", "田阳区", "百色市田阳区"),),
        (("agriculture", "芒果"),),
        hours=8,
    ),
    Matter(
        "国家医保报销新政什么时候落地",
        "国家出台的跨省异地就医直接结算政策，什么时候落地？",
        (("451481", "凭祥市", "凭祥市"),),
        (("social_insurance", "就医"),),
        policy="000000",
        hours=26,
    ),
    Matter(f"龙州县天气真怪{ATTACK}", f"龙州县停电{ATTACK}了吗", (("451423", "龙州县", "龙州县"),), (("telecom_energy", "停电"),), hours=2),
)


def seed(register: Register, index: Index, rules: Rules, desk: Desk, world: Iterable[Matter] = WORLD) -> None:
    """Fills the register as the stages do: collected, assessed, taken in, indexed; and lets the people in."""
    grouping = ByTitle()
    intake = Intake(desk, rules, grouping, lambda posts, *_: (3.0 * len(posts), Warning_.yellow if len(posts) > 8 else None, ""), desk.now)
    with register.writing() as tx:
        for person in PEOPLE:
            people.add(tx, person, PASSWORD)
        for number, matter in enumerate(world):
            for post in range(matter.posts):
                document = _document(matter, number, post, desk.now())
                documents.add(tx, document)
                documents.save_assessment(tx, read_as(matter, document, rules), desk.now())
                documents.leave(tx, document.id, documents.ASSESSED)
                stages.record(tx, "collect", [stages.Left(document.url, "board", "kept")], desk.now())
                stages.record(tx, "assess", [stages.Left(document.id, "board", "assessed")], desk.now())
    while stages.work(register, intake.stage(), desk.now):
        pass
    refresh(register, index)


class ByTitle:
    """A grouping for the tests: posts of the same title are the same matter."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def place(self, document: Document, _assessment: Assessment) -> tuple[int | None, str]:
        known = self.known.get(document.title)
        return known, "标题相同" if known else "没有相近的事件"

    def joined(self, document: Document, _assessment: Assessment, incident: int) -> None:
        self.known[document.title] = incident

    def moved(self, document: str, incident: int) -> None:
        """What people say is not what a title says."""

    def reset(self, told: Iterable[tuple[Document, Assessment, int]]) -> None:
        self.known = {document.title: incident for document, _, incident in told}


def _document(matter: Matter, number: int, post: int, now: datetime) -> Document:
    published = now - timedelta(hours=matter.hours) + timedelta(minutes=10 * post)
    text = matter.text if post == 0 else f"{matter.text}（第 {post + 1} 位网友补充：情况属实，盼尽快解决。）"
    name = f"d{number}-{post}"
    medium = Medium.board if post % 2 == 0 else Medium.self_media
    return Document(name, "board", f"http://127.0.0.1:9/{name}", matter.title, text, medium, "451400", published, now, name, voice=name)


def read_as(matter: Matter, document: Document, rules: Rules) -> Assessment:
    return Assessment(
        document=document.id,
        topics=tuple(_finding(t, rules.topics.name(t), word, document.text, 0.9 - 0.1 * n) for n, (t, word) in enumerate(matter.topics)),
        places=tuple(_finding(code, name, word, document.text) for code, name, word in matter.places),
        named=tuple(Finding(office, rules.offices[office].name, "文中点名") for office in matter.named),
        departments=tuple(
            Finding(line, rules.departments.name(line), f"领域“{rules.topics.name(t)}”")
            for t, _ in matter.topics[:1]
            for line in rules.topics.topics[t].departments[:1]
        ),
        severity=Severity(matter.grade, matter.because, 1.0, dict(matter.harm)),
        policy=Finding(matter.policy, "国家", "“国家出台的”") if matter.policy else None,
    )


def _finding(value: str, name: str, word: str, text: str, score: float = 1.0) -> Finding:
    at = text.find(word)
    return Finding(value, name, f"文中写道“{word}”", score=score, span=(at, at + len(word)) if at >= 0 else None)
