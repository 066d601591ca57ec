"""When a page was published (发布时间): what its markup says, else what stands under its title, else its address.

Contents: published_of
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.when import Moment, find, of_machine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.html import HtmlElement

    from crawler.around import Around

FIELDS = tuple(
    """article:published_time publishdate pubdate publish_time publishtime publish-date og:release_date og:published_time
    weibo:article:create_at ld:datepublished datepublished apub:time firstpublishedtime bytedance:published_time dateupdate
    ld:pubdate ptime dc.date dcterms.created date createdate maketime""".split()  # noqa: SIM905
)
IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
IN_SCRIPT = re.compile(
    r"""["']?(?:publish_?(?:time|date)|pub_?(?:time|date)|ptime|date_?published)["']?\s*[:=]\s*["']?([\dT:./+ -]{8,30})""", re.IGNORECASE
)
LABELLED = re.compile(r"(?:时间|日期)\s*[:：]|发表于|发布于|留言于")


def published_of(tree: HtmlElement, fields: dict[str, str], surroundings: Around, url: str, now: datetime | None) -> Moment | None:
    """The moment of publication. Where one source tells the day and another the minute of the same day, the minute."""
    found = list(_told(tree, fields, surroundings, url, now))
    if not found:
        return None
    first = found[0]
    return next((one for one in found if one.exact and one.at.date() == first.at.date()), first)


def _told(tree: HtmlElement, fields: dict[str, str], surroundings: Around, url: str, now: datetime | None) -> Iterator[Moment]:
    marked = (of_machine(fields[name], now) for name in FIELDS if name in fields)
    attributes = (of_machine(value, now) for value in tree.xpath("//@data-publishtime | //time/@datetime")[:5])
    labelled = (find(line[match.start() :], now) for line in surroundings.lines for match in [LABELLED.search(line)] if match)
    near = (find(line, now) for line in surroundings.lines)
    address = (of_machine("-".join(match.groups()), now) for match in [IN_ADDRESS.search(url)] if match)
    for source in (marked, attributes, labelled, near, address, _in_scripts(tree, now)):
        yield from (moment for moment in source if moment)


def _in_scripts(tree: HtmlElement, now: datetime | None) -> Iterator[Moment | None]:
    """A script's own variable, where the page has just one such value: several belong to a list of other articles."""
    values = {match for script in tree.iter("script") for match in IN_SCRIPT.findall((script.text or "")[:200_000])}
    if len(values) == 1:
        yield of_machine(values.pop(), now)
