"""链接核实: is a published answer there for everybody, is it about the matter, when was it published, is it still there? Pure.

Contents: STATES · Page · judged · due
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from response.wording import pairs, shared

if TYPE_CHECKING:
    from config.answers import Answers
    from store.records import Answer

STATES = {
    "public": "公开可见",
    "unrelated": "公开可见，但看不出与事件有关",
    "closed": "打不开",
    "gone": "曾公开可见，现在没有了",
}
SEEN = ("public", "unrelated")
GONE_OUTCOMES = ("gone", "error page", "refused", "login wall", "not an article", "no text")


@dataclass(frozen=True, slots=True)
class Page:
    """What the crawler found at a link: its outcome word and reason; the text where there is one, and whether its time is exact."""

    outcome: str
    because: str
    title: str = ""
    text: str = ""
    published: datetime | None = None
    digest: str | None = None

    @property
    def there(self) -> bool:
        """Whether there is a text for everybody to read."""
        return bool(self.text)


def judged(answer: Answer, page: Page, matter: str, now: datetime, rules: Answers) -> Answer:
    """The answer with what this look at its link found. `matter` is what the incident is about, in the words of its posts.

    A page that was seen before and cannot be reached just now stays as it was: only a server that says so makes it gone.
    """
    if page.there:
        about = shared(pairs(matter), pairs(f"{page.title}\n{page.text}"))
        state = "public" if about >= rules.links.about else "unrelated"
        because = f"{page.because}；与事件的实词重合 {about:.0%}（至少 {rules.links.about:.0%}）"
        kept = replace(answer, page_title=page.title, page_text=page.text, page_digest=page.digest, page_published=page.published)
        return replace(kept, link_state=state, link_because=because, link_checked=now)
    if answer.link_state in (*SEEN, "gone"):
        gone = page.outcome in GONE_OUTCOMES
        return (
            replace(answer, link_state="gone", link_because=page.because, link_checked=now) if gone else replace(answer, link_checked=now)
        )
    return replace(answer, link_state="closed", link_because=page.because, link_checked=now)


def moved(answer: Answer, rules: Answers) -> datetime | None:
    """The moment of publication that the page itself says, where it differs from the one on record by more than a trifle."""
    said = answer.page_published
    if said is None or answer.link_state not in SEEN or (said.hour, said.minute) == (0, 0):
        return None  # a page that tells only the day does not contradict a time of that day
    return said if abs(said - answer.published) > rules.links.span("exact") else None


def due(answer: Answer, now: datetime, rules: Answers) -> bool:
    """Whether it is time to look at a link: at once when it is registered, then on its rhythm, for so many days."""
    if not answer.link or now - answer.published > timedelta(days=rules.links.days):
        return False
    if answer.link_checked is None:
        return True
    rhythm = rules.links.span("retry") if answer.link_state == "closed" else rules.links.span("then")
    return now - answer.link_checked >= rhythm
