"""Masking (脱敏): what may not be stored of a person is covered, character for character, so that every position stays.

Covered: phones, ID numbers (check digit), bank cards (Luhn), plates (the province and letter stay), e-mail, WeChat and QQ ids, and the
door numbers of homes (the estate stays); spaced, dashed and full-width forms too. Hotlines (12345, 400…), order numbers, dates, sums
and document numbers stay.

Contents: mask · masked_spans · the rules, each a pattern and a judgement
"""

from __future__ import annotations

import re
from collections.abc import Callable  # noqa: TC003  (a NamedTuple reads it at run time)
from datetime import date
from typing import NamedTuple

D = "[0-9０-９]"
X = "[0-9０-９xXｘＸ]"
GAP = r"[ \t\u3000\-－—–‐·.．]?"
CHINESE = "零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
SPACED = r"[ \u3000\-－]?"
CN = "[一二三四五六七八九十]"
LETTER = "[A-Za-zＡ-Ｚａ-ｚ]"
AREA = f"[0０][1-9１-９]{D}{{1,2}}"
BEFORE = r"(?<![0-9０-９A-Za-zＡ-Ｚａ-ｚ.])"
AFTER = r"(?![0-9０-９])"
PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"

NUMBERED = re.compile(
    "(?:订单|单号|编号|流水|快递|运单|工单|案号|文号|货号|税号|批号|合同号|信用代码|证书?号|受理号|查询码|序列号|号码牌)"
    r"[^，。,;；\n]{0,6}$",
)
PUBLIC = re.compile(r"(?:举报|投诉|监督|服务|办公|值班|公示|咨询|报修|客服|热线)(?:电话|热线|号码)?[是为：:（(\s]{0,3}$")
CARD_WORD = re.compile(r"(?:[工农中建交招邮]行卡|存折|卡号|账号|帐号|账户|帐户|银行卡|储蓄卡|信用卡)[^，。,;；\n]{0,8}$")
ID_WORD = re.compile(r"身份证[^，。,;；\n]{0,8}$")
OFFICE = re.compile(
    "(?:办公|政务|行政|教学|实验|综合|门诊|住院|市民中心|服务中心|政府|法院|医院|大学|学院|中学|小学|大厦|广场|商务中心|商业中心|写字楼|酒店|宾馆)"
    r"[^，。,;；\n]{0,6}$",
)
COUNTED = re.compile(r"(?:共|有|计|约|建成?了?|规划|另外|其他|剩余)$")

BUILDING = rf"(?:{LETTER}?{D}{{1,3}}{LETTER}?|{LETTER}|{CN}{{1,3}})\s?(?:栋|幢|号楼|座|#楼|#|号(?={D}))"
UNIT = rf"(?:{D}{{1,2}}|{CN}{{1,2}}|{LETTER})\s?(?:单元|梯)"
FLOOR = rf"(?:{D}{{1,2}}|{CN}{{1,3}})(?:楼|层)"
HOUSE = "号?房(?![价屋源产贷租东])"
SHOP = "(?!号?(?:商铺|门面|铺面|店面|店铺|铺))"
ROOM = rf"(?:{FLOOR})?{D}{{3,4}}{AFTER}(?:{HOUSE}|室|号)?|{D}{{1,2}}(?:室|{HOUSE}|号(?![楼栋线令门商铺厅]))"
WEB = "[A-Za-z0-9Ａ-Ｚａ-ｚ０-９"
ON_PLATE = "A-HJ-NP-Za-hj-np-z"
SIGN = f"[{ON_PLATE}0-9０-９]"
NOT_ROOM = r"(?![年元米平万亿余多套个人户%％.mM㎡]|[0-9０-９])"


ALWAYS = re.compile("")
LONG = re.compile(rf"{D}{{3}}.?{D}{{4}}")  # stands in every number of seven digits and more, whatever its gaps


class Rule(NamedTuple):
    """One kind: `keep` characters at its head stay readable; `judge(text, before)` says whether a find is really one.

    `hint` is quickly looked for, and where it is not found the pattern need not be tried.
    """

    kind: str
    pattern: re.Pattern[str]
    judge: Callable[[str, str], bool] = lambda _text, _before: True
    keep: int = 0
    hint: re.Pattern[str] = ALWAYS


class Masked(NamedTuple):
    """A covered span of the original."""

    start: int
    end: int
    kind: str


def mask(text: str) -> str:
    """The text with every span that may not be stored covered by asterisks."""
    pieces: list[str] = []
    last = 0
    for span in masked_spans(text):
        pieces += (text[last : span.start], "*" * (span.end - span.start))
        last = span.end
    return "".join((*pieces, text[last:]))


def masked_spans(text: str) -> list[Masked]:
    """What has to be covered, in order, without overlaps; the first rule that claims a character has it."""
    found: list[Masked] = []
    if not HINT.search(text):
        return found
    hinted = {hint for hint in HINTS if hint.search(text)}
    for rule in RULES:
        if rule.hint not in hinted:
            continue
        for match in rule.pattern.finditer(text):
            start, end = match.span("it") if "it" in rule.pattern.groupindex else match.span()
            if rule.judge(match.group(), text[max(0, start - 16) : start]) and all(end <= one.start or start >= one.end for one in found):
                found.append(Masked(start + rule.keep, end, rule.kind))
    return sorted(found)


def plain(text: str) -> str:
    """The digits (and X) of a number, half-width, without its gaps."""
    return "".join(chr(ord(c) - 0xFEE0) if c >= "０" else c for c in text if c.isalnum()).upper()


def is_identity(text: str, before: str) -> bool:
    """身份证号: a date inside and the right check digit (GB 11643); after the word itself also a mistyped one."""
    number = plain(text)
    if len(number) == 15:  # noqa: PLR2004  (the old form, without check digit)
        return bool(ID_WORD.search(before)) and _dated("19" + number[6:12])
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(d) * w for d, w in zip(number[:17], weights, strict=True)) % 11]
    return bool(ID_WORD.search(before)) or (_dated(number[6:14]) and number[-1] == check)


def _dated(digits: str) -> bool:
    try:
        return 1900 <= date.fromisoformat(digits).year <= 2100  # noqa: PLR2004
    except ValueError:
        return False


def is_card(text: str, before: str) -> bool:
    """银行卡号: Luhn, unless the words before say it is the number of an order."""
    if NUMBERED.search(before):
        return False
    digits = [int(d) for d in plain(text)]
    doubled = (sum(divmod(2 * d, 10)) if at % 2 else d for at, d in enumerate(reversed(digits)))
    return bool(CARD_WORD.search(before)) or (sum(doubled) % 10 == 0 and digits[0] in (3, 4, 5, 6, 9) and len(set(digits)) > 2)  # noqa: PLR2004


def is_phone(_text: str, before: str) -> bool:
    """手机号, not the number of an order that begins like one."""
    return not NUMBERED.search(before)


def is_landline(text: str, before: str) -> bool:
    """座机, unless the words before say that it is a public one (举报电话, 值班电话)."""
    return is_phone(text, before) and not PUBLIC.search(before)


def is_plate(text: str, _before: str) -> bool:
    """车牌: five or six places, at least two of them digits."""
    return sum(c.isdigit() for c in text) > 1


def is_home(_text: str, before: str) -> bool:
    """门牌: a room in a building; not of an office building, and not a count of buildings."""
    return not OFFICE.search(before) and not COUNTED.search(before)


RULES = (
    Rule("邮箱", re.compile(rf"{WEB}._%+\-]+\s?[@＠]\s?(?:{WEB}\-]+[.．])+[A-Za-zＡ-Ｚａ-ｚ]{{2,}}"), hint=re.compile("[@＠]")),
    Rule(
        "身份证号",
        re.compile(rf"{BEFORE}{D}{{6}}{GAP}{D}{{4}}{GAP}{D}{{4}}{GAP}{D}{{3}}{X}{AFTER}|{BEFORE}{D}{{15}}{AFTER}"),
        is_identity,
        hint=LONG,
    ),
    Rule("银行卡号", re.compile(rf"{BEFORE}{D}{{4}}(?:{GAP}{D}{{4}}){{3}}(?:{GAP}{D}{{1,3}})?{AFTER}"), is_card, hint=LONG),
    Rule(
        "手机号",
        re.compile(
            rf"{BEFORE}(?:(?:[+＋]|00|００)?(?:86|８６){GAP})?[1１][3-9３-９]{D}(?:{GAP}{D}{{4}}{GAP}{D}{{4}}|{GAP}{D}{{3}}{GAP}{D}{{5}}){AFTER}"
            rf"|{BEFORE}[1１][3-9３-９]{GAP}{D}{{3}}{GAP}{D}{{3}}{GAP}{D}{{3}}{AFTER}"
            rf"|{BEFORE}[1１][ \-－][3-9３-９](?:[ \-－]{{0,2}}{D}){{9}}{AFTER}"
            rf"|(?<![{CHINESE}十百千万])[一幺壹]{SPACED}[三四五六七八九叁肆伍陆柒捌玖](?:{SPACED}[{CHINESE}]){{9}}(?![{CHINESE}十百千万])",
        ),
        is_phone,
        hint=re.compile(rf"[1１][ \-－]?[3-9３-９](?:.{{0,2}}{D}){{9}}|[{CHINESE}](?:{SPACED}[{CHINESE}]){{5}}"),
    ),
    Rule(
        "电话",
        re.compile(
            rf"{BEFORE}(?:[(（]{AREA}[)）]|{AREA}[\-－—–]{{1,2}}|{AREA}[ \u3000]?)"
            rf"{D}{{3,4}}[ \-－]?{D}{{4}}{AFTER}(?![\-－.．]{D}|元)",
        ),
        is_landline,
        hint=LONG,
    ),
    Rule(
        "电话",
        re.compile(
            rf"(?:电话|手机|座机|致电|联系方式|[Tt][Ee][Ll])[号码是为]{{0,3}}\s?[:：]?\s?(?P<it>[2-9２-９]{D}{{6,7}}){AFTER}",
        ),
        is_landline,
        hint=LONG,
    ),
    Rule(
        "车牌",
        re.compile(
            rf"{PROVINCE}[{ON_PLATE}Ａ-Ｚ][·•.．\-\s]?(?:{SIGN}[ \u3000]?){{4,5}}(?:{SIGN}|[学警挂港澳领])(?![A-Za-z0-9])",
        ),
        is_plate,
        keep=2,
    ),
    Rule(
        "微信号",
        re.compile(
            r"(?:微信|威信|薇信|[薇微威]\s?[❤♥心号]|[Vv][XxＸ]|[Vv]信|[Ww][Xx]|[Ww]e[Cc]hat|[加+][Vv])(?:同?号|号码|账号)?(?:是|为)?\s?[:：]?\s?"
            r"(?P<it>[A-Za-z][A-Za-z0-9_\-]{5,19}|[0-9０-９]{6,11})(?![A-Za-z0-9])",
        ),
        hint=re.compile(r"[微威薇VvWw加+][信❤♥心号XxＸVve\s]"),
    ),
    Rule(
        "QQ号",
        re.compile(
            rf"(?:[QqＱｑ]{{2}}|扣扣|企鹅)(?:群)?(?:号码?)?(?:是|为)?\s?[:：]?\s?(?P<it>{D}(?:[ \-]?{D}){{4,10}}){AFTER}",
        ),
        hint=re.compile("[QqＱｑ扣企][QqＱｑ扣鹅]"),
    ),
    Rule(
        "门牌",
        re.compile(rf"{BEFORE}{BUILDING}[\s\-－—,，]?(?:{UNIT}[\s\-－—,，]?)?(?:{ROOM}){NOT_ROOM}{SHOP}"),
        is_home,
        hint=re.compile(rf"[栋幢座#]|号楼|号{D}"),
    ),
    Rule("门牌", re.compile(rf"{BEFORE}{UNIT}[\s\-－—]?(?:{ROOM}){NOT_ROOM}"), is_home, hint=re.compile("单元|梯")),
    Rule(
        "门牌",
        re.compile(
            rf"(?<![0-9０-９A-Za-z\-－.])(?:{LETTER}?{D}{{1,2}}[\-－—–]){{1,2}}{D}{{1,2}}[\-－—–]{D}{{3,4}}"
            r"(?![0-9０-９\-－A-Za-z]|[年元米])(?:室|号?房)?",
        ),
        is_home,
        hint=re.compile(rf"[\-－—–]{D}{{3}}"),
    ),
    Rule(
        "门牌",
        re.compile(
            "(?:小区|公寓|花园|花苑|[苑邸]|家园|宿舍|新村|新城|楼盘|期)"
            rf"(?P<it>{LETTER}?(?:{D}{{1,2}}[\-－])?{D}{{3,4}}(?:室|{HOUSE}))",
        ),
        is_home,
        hint=re.compile("[室房]"),
    ),
    Rule("门牌", re.compile(rf"(?:[组屯队巷弄寨]|村[一二三四五六七八九十\d]{{1,3}}组)(?P<it>(?:门牌)?{D}{{1,4}}号)(?![线令楼文井])")),
)
HINTS = frozenset(rule.hint for rule in RULES)
HINT = re.compile(rf"{D}|[@＠]|[{CHINESE}](?:{SPACED}[{CHINESE}]){{5}}|微信|[Vv]信|[Vv][Xx]|[Ww][Xx]|单元")
