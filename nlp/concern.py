"""Whether a unit that a text names is the one concerned (涉事), or merely asked, passed, thanked, or where the injured were taken.

A government office is taken to be addressed unless the words say that the matter is its own doing; an institution (hospital,
school, waterworks) is taken to be concerned unless the words say otherwise.

Contents: concerned · the patterns, in the order in which they are asked
"""

from __future__ import annotations

import re

BEFORE, AFTER, NEXT_PHRASE = 24, 40, 8
CLAUSE = re.compile(r"[。！？!?；;\n]")
PHRASE = re.compile(r"[，,：:]")

LANDMARK = re.compile(
    r"^(?:附近|门口|门前|大门|旁|对面|斜对面|路口|后面|后门|前面|前门|周边|隔壁|路段|站台|公交站|这边|那边|这里|那里|方向|到|至|往[东南西北前后左右里]|外面|围墙|边上|一带|家属院|宿舍区|小区|周围|十字路)"
)
PASSED = re.compile(r"(?:路过|经过|途经|途径|位于|住在|靠近|距离?|离|紧邻|毗邻|相邻|从)[^，。]{0,4}$")
MEMBER_BEFORE = re.compile(r"(?:我是|本人是|本人系|我在|孩子在|小孩在|儿子在|女儿在|就读于?|毕业于|任职于|工作于)[^，。]{0,3}$")
MEMBER_AFTER = re.compile(
    r"^(?:的|一名|一个)*(?:护士|医生|职工|老师|教师|员工|学生|家长|工作人员|退休|编外|在编|临聘)?(?:[，,。]|退休|读书|上学|上班|工作|就读|的?一名|的?一员)"
)
AT = re.compile(r"[到在][^，。]{0,6}$")
TAKEN_TO = re.compile(r"(?:送往|送到|送至|送去|送|转到|转至|转往|转院到|住进|前往|赶到|到)[^，。]{0,6}$")
TREATED = re.compile(r"^[^，。]{0,8}(?:抢救|救治|治疗|就医|就诊|住院|接受|检查|急救|观察)")
COMPLAINT = re.compile(r"(?:投诉|举报|反映|曝光|质疑|控诉|吐槽|状告|揭露|关于)(?!到|给|向|了|过|多次|好多|几次|无)[^，。]{0,8}$")
ASKED_BEFORE = re.compile(
    r"(?:请|望|盼|求|恳请|恳求|呼吁|建议|要求|麻烦|敦促|督促|拜托|联系|联系了|致电|打给|打电话给|咨询|问|问了|询问|找|找了|去找|去问|反映给|反映到|反映过|投诉到|投诉给|举报到|举报给|"
    r"上报|报告|告知|通知|转交|转|交由|由|经|向|据|@|回复单位|答复单位|抄送|尊敬的|感谢|谢谢|表扬|点赞|给|多次找|与|会同|和|及|、|跟|望县委县政府)\s*(?:当地|相关|有关|我们|咱们|本地|我)?(?:的)?[县市区镇乡]?$"
)
ASKED_AFTER = re.compile(
    r"^(?:等|及|和|、|与)?(?:有关|相关)?(?:部门|单位|领导|负责人|同志|的领导|工作人员)?(?:能|能够|可以|尽快|尽早|赶紧|及时|给予|予以|介入|调查|核实|查处|处理|解决|管管|管一管|重视|关注|帮忙|帮助|协助|出面|"
    r"来看|来管|派人|回应|答复|回复|表示|介绍|通报|称|说明|发布|提醒|出动|赶到|赶赴|到场|迅速|立即|组织|接到|接报|已|正在|联合|开展|负责人表示|工作人员表示|相关负责人|获悉|了解到|采访|审理|加强|领导|举行|举办|召开)"
)
OWN_DOING = re.compile(
    r"不作为|乱作为|推诿|踢皮球|互相推|扯皮|态度|恶劣|刁难|拒绝|拒不|乱收费|收费|收取|收了|罚款|乱罚|违规|违法|强拆|强制|强行|不给|不予|不让|不办|不受理|不理|没人接|无人接|打不通|占线|敷衍|拖延|拖着|拖欠|欠|"
    r"克扣|索要|吃拿卡要|包庇|失职|渎职|腐败|受贿|关系户|人浮于事|上班时间|早退|玩手机|办事难|排队|要求我|让我|叫我|骂|打人|又打人|误诊|漏诊|医疗事故|抢救不及时|延误|天价|套取|挪用|公示不|不公开|不公平|作弊|食堂|饭菜|"
    r"停水|停电|水质|水压|浑浊|发黄|停诊|挂号|床位|补课|体罚|殴打|霸凌|欺凌|校服|学费|择校|伙食|乱抄|爱理不理|截留|弄丢|丢了|贪污|侵占|占用|卖地|毁约|不兑现|不履行|"
    r"(?:出警|审批|办理|办证|办事|查验|放行|报销|审核|效率|验收|速度|核实)[^，。]{0,3}(?:慢|低|拖)"
)
PHONED_BEFORE = re.compile(r"[打拨]了?$")
PHONED_AFTER = re.compile(r"^的?(?:投诉|服务|值班|举报|咨询)?(?:电话|热线)(?![^。]{0,6}(?:没人接|没有人接|无人接|不接|打不通|占线|挂))")
FAILS = re.compile(
    r"^的?(?:人|工作人员|窗口|领导|干部|办事员|队员|预警)?(?:一直|根本|从来|就是|总是|都|还是|说我的材料|一年)?(?:没有|没|未|不(?!仅|但|止|光|同|错)|乱|拖|漏|骗|扣|卡|丢|错(?!过|峰)|把我的?)"
)


INACTION = re.compile(r"不作为|推诿|踢皮球|扯皮|敷衍|不管|不来|不理|不处理|没人管|没有人管|没管|不受理|没来")
SUBJECT, EARLY = 12, 60  # how far into a text one is its subject; how far its first lines go


def concerned(whole: str, begin: int, end: int, *, institution: bool, depth: int = 0) -> str:
    """Why the unit at `begin`..`end` is the one concerned; empty where it is not. `depth`: how far into the text, below 0 in the title.

    An office that is only blamed for not looking after something is the one concerned where the text begins with it. What is said
    late in a text is about the unit where it is complained of, or, of an institution, where it does something.
    """
    before = CLAUSE.split(whole[max(0, begin - BEFORE) : begin])[-1]
    after = CLAUSE.split(whole[end : end + AFTER])[0]
    if COMPLAINT.search(before) and not LANDMARK.match(after):
        return "被投诉、反映的单位"
    phoned = PHONED_BEFORE.search(before) and PHONED_AFTER.match(after)
    if phoned or _beside_the_point(before, after) or ASKED_BEFORE.search(before) or ASKED_AFTER.match(after):
        return ""
    near = after if institution else _near(after)
    doing = OWN_DOING.search(near) or FAILS.match(after)
    if doing and (institution or depth < (SUBJECT if INACTION.search(near) else EARLY)):
        return f"文中说的是它自己的事（{doing[0]}）"
    return "文中的事发生在该单位" if institution and depth < EARLY and not TAKEN_TO.search(before) else ""


def _near(after: str) -> str:
    """The phrase after an office and the beginning of the next one."""
    first, *rest = PHRASE.split(after, maxsplit=2)
    return first + "，" + (rest[0][:NEXT_PHRASE] if rest else "")


def _beside_the_point(before: str, after: str) -> bool:
    """A landmark, where somebody works or learns, or where the injured lie."""
    place = LANDMARK.match(after) or PASSED.search(before)
    member = MEMBER_BEFORE.search(before) and MEMBER_AFTER.match(after)
    return bool(place or member or ((AT.search(before) or TAKEN_TO.search(before)) and TREATED.match(after)))
