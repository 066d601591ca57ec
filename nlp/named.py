"""涉事单位: which unit a post is about — complained of, not merely asked for help, nor a landmark, nor where the injured were taken.

A government office is taken to be addressed unless the words say that the matter is its own doing; an institution (hospital,
school, waterworks) is taken to be concerned unless it is only a landmark or the hospital of the injured. Companies that are no
office of ours come back by name alone.

Contents: Named
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

import ahocorasick

from config.regions import ancestors
from store.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CLAUSE = re.compile(r"[。！？!?；;\n]")
ASKED_BEFORE = re.compile(
    r"(?:请|望|盼|求|恳请|恳求|呼吁|建议|要求|麻烦|敦促|督促|拜托|联系|联系了|致电|打给|打电话给|咨询|问|问了|找|找了|去找|反映给|反映到|投诉到|投诉给|举报到|举报给|"
    r"上报|报告|告知|通知|转交|转|交由|由|经|向|据|从|@|回复单位|答复单位|抄送|尊敬的|感谢|谢谢|表扬|点赞|多次找|与|会同|和|、)\s*(?:当地|相关|有关|我们|咱们|本地|我)?(?:的)?[县市区镇乡]?$"
)
ASKED_AFTER = re.compile(
    r"^(?:等|及|和|、)?(?:有关|相关)?(?:部门|单位|领导|负责人|同志|的领导|工作人员)?(?:能|能够|可以|尽快|尽早|赶紧|及时|给予|予以|介入|调查|核实|查处|处理|解决|管管|管一管|重视|关注|帮忙|帮助|协助|出面|"
    r"来看|来管|派人|回应|答复|回复|表示|介绍|通报|称|说|发布|提醒|出动|赶到|赶赴|到场|迅速|立即|组织|接到|接报|已|正在|联合|开展|负责人表示|工作人员表示|相关负责人|获悉|了解到|采访)"
)
OWN_DOING = re.compile(
    r"不作为|乱作为|推诿|踢皮球|互相推|扯皮|态度|恶劣|刁难|拒绝|拒不|乱收费|收费|收取|收了|罚款|乱罚|违规|违法|强拆|强制|强行|不给|不予|不让|不办|不受理|不理|没人接|无人接|打不通|占线|敷衍|拖延|拖着|拖欠|欠|"
    r"克扣|索要|吃拿卡要|包庇|失职|渎职|腐败|受贿|关系户|人浮于事|上班时间|早退|玩手机|办事难|排队|要求我|让我跑|叫我|骂|打人|误诊|漏诊|医疗事故|死亡|抢救不及时|延误|天价|套取|挪用|公示不|不公开|不公平|作弊|食堂|饭菜|"
    r"停水|水质|水压|浑浊|发黄|停诊|挂号|床位|补课|体罚|殴打|霸凌|欺凌|老师|校服|学费|择校|伙食|宿舍|医生|护士|窗口|工作人员"
)
LANDMARK = re.compile(
    r"^(?:附近|门口|门前|大门|旁|旁边|对面|斜对面|路口|后面|后门|前面|前门|周边|隔壁|路段|站|公交站|这边|那边|方向|到|至|外面|围墙|边上|往)"
)
TAKEN_TO = re.compile(r"(?:送往|送到|送至|送去|送|转到|转至|转往|转院到|住进|前往|赶到|到|在)[^，。]{0,6}$")
TREATED = re.compile(r"^[^，。]{0,8}(?:抢救|救治|治疗|就医|就诊|住院|接受|检查|急救|观察)")
COMPLAINT = re.compile(r"(?:投诉|举报|反映|曝光|质疑|控诉|吐槽)[^，。]{0,10}$")
COMPANY = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）()]{2,18}?(?:有限责任公司|股份有限公司|有限公司|集团公司|物业公司|房地产公司|开发公司|糖厂|糖业公司)"
)
LEAD_IN = re.compile(r"^.*(?:的|是|由|被|向|在|与|和|对|让|找|请|给|把|到|从|为|叫|名叫|投诉|举报|反映|关于)")


class Office(Protocol):
    """What is needed of an office."""

    id: str
    name: str
    department: str
    region: str
    level: str
    aliases: tuple[str, ...]
    unit: str | None


class Named:
    """Finds the units concerned among `offices` (by id), by their full names, their short names and what people call them."""

    def __init__(self, offices: Mapping[str, Office], regions: Mapping[str, str]) -> None:
        self._offices, self._bare = offices, {}
        forms: dict[str, str] = {}
        for office in offices.values():
            if office.department in ("duty", "government", "government_office", "township", "other"):
                continue
            for form in _forms(office, regions):
                forms.setdefault(form, office.id)
            for word in _called(office, regions):
                self._bare.setdefault(word, {})[office.region] = office.id
        self._automaton = ahocorasick.Automaton()
        for form, id_ in forms.items():
            self._automaton.add_word(form, (form, id_))
        for word in self._bare:
            if word not in forms:
                self._automaton.add_word(word, (word, ""))
        self._automaton.make_automaton()

    def find(self, title: str, text: str, places: Iterable[Finding]) -> tuple[Finding, ...]:
        """The units concerned, each once; the value is an office id, or "" for a unit that is no office of ours."""
        codes = [place.value for place in places]
        whole, start = f"{title}\n{text}", len(title) + 1
        found: dict[str, Finding] = {}
        for begin, end, word, id_ in self._mentions(whole, codes):
            office = self._offices[id_]
            why = _concerned(whole, begin, end, institution=office.unit is not None)
            if why and id_ not in found:
                span = (begin - start, end - start) if begin >= start else None
                found[id_] = Finding(id_, office.name, f"“{word}”：{why}", span=span)
        return (*found.values(), *self._companies(whole, start))

    def _mentions(self, whole: str, codes: list[str]) -> Iterator[tuple[int, int, str, str]]:
        """Longest mentions that lead to an office: by region and name, or by the bare name at the places of the matter."""
        last = -1
        hits = [(end - len(word) + 1, end + 1, word, id_) for end, (word, id_) in self._automaton.iter(whole)]
        for begin, end, word, id_ in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            if begin < last:
                continue
            office = id_ or self._at(word, codes)
            if office:
                last = end
                yield begin, end, word, office

    def _at(self, word: str, codes: list[str]) -> str | None:
        """The office that a bare name means where the matter is: the nearest looking upward; none where the places differ."""
        by_region = self._bare[word]
        meant = {next((by_region[region] for region in ancestors(code) if region in by_region), None) for code in codes}
        return meant.pop() if len(meant) == 1 else None

    def _companies(self, whole: str, start: int) -> Iterator[Finding]:
        seen: set[str] = set()
        for match in COMPANY.finditer(whole):
            name = LEAD_IN.sub("", match[0])
            if len(name) > 4 and name not in seen:  # noqa: PLR2004  (shorter is only the suffix)
                seen.add(name)
                begin = match.end() - len(name)
                yield Finding("", name, f"“{name}”：文中点名的企业", span=(begin - start, match.end() - start) if begin >= start else None)


def _forms(office: Office, regions: Mapping[str, str]) -> Iterator[str]:
    """The names that say the region themselves: 扶绥县人民医院, 扶绥人民医院, 扶绥县医院, 扶绥医保局."""
    yield office.name
    region = regions.get(office.region, "")
    short = region[:-1] if len(region) > 2 else region  # noqa: PLR2004  (a name of one character keeps its 县)
    for word in (office.name.removeprefix(region), *office.aliases):
        bare = word[1:] if word[:1] in "县市区" and office.unit else word
        if len(bare) > 1:
            yield from (region + bare, short + bare)


def _called(office: Office, regions: Mapping[str, str]) -> Iterator[str]:
    """The names without the region: 县人民医院, 教育局. What may stand for anything (幼儿园, 高中) needs its 县."""
    called = office.name.removeprefix(regions.get(office.region, ""))
    sign = {"city": "市", "county": "县"}.get(office.level, "")
    for word in (called, *office.aliases):
        if len(word) > 2 or not office.unit:  # noqa: PLR2004
            yield word
        if sign and word[:1] not in "县市区":
            yield sign + word


def _concerned(whole: str, begin: int, end: int, *, institution: bool) -> str:
    """Why the unit is concerned, or nothing."""
    before = CLAUSE.split(whole[max(0, begin - 24) : begin])[-1]
    after = CLAUSE.split(whole[end : end + 40])[0]
    if LANDMARK.match(after) or (TAKEN_TO.search(before) and TREATED.match(after)):
        return ""
    if COMPLAINT.search(before) and not before.rstrip().endswith(("到", "给", "向")):
        return "被投诉、反映的单位"
    if ASKED_BEFORE.search(before) or ASKED_AFTER.match(after):
        return ""
    doing = OWN_DOING.search(after)
    if doing:
        return f"文中说的是它自己的事（{doing[0]}）"
    return "文中的事发生在该单位" if institution and not TAKEN_TO.search(before) else ""
