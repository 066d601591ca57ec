"""推送: vendors and 12345 systems bring posts with a key of their own; each item is judged for itself and answered with its outcome.

No author is kept: a field that is not one of these is ignored, and that is said. A call with a key needs no cookie and no X-Huixiang.

Contents: Pushed · Outcome · Answer · push
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from math import ceil
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from starlette.exceptions import HTTPException

from api.context import Context, Here
from api.errors import sentence_of, shapes
from config.rules import Rules
from config.sources import Source
from crawler.when import BEIJING, find
from nlp.mask import mask
from response.brought import REFUSED, Item, Kept, settle, take
from store import keys
from store.keys import Key
from store.records import Medium

router = APIRouter(tags=["推送"])
MOST_ITEMS = 500
COUNTS = ("likes", "comments", "reposts", "shares", "reads", "views")
AHEAD = timedelta(hours=1)
NOT_JSON = "请求的内容看不懂：应为 UTF-8 的 JSON 列表，或者一行一条的 JSONL。"
EXAMPLE = [
    {
        "id": "20261125-0007",
        "title": "渠黎镇停水三天",
        "text": "街上停水三天了……",
        "published": "2026-11-25T09:30:00+08:00",
        "region": "451421",
    }
]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False, description="推送密钥"))]
XKey = Annotated[str | None, Depends(APIKeyHeader(name="X-Key", auto_error=False, description="推送密钥"))]


class Pushed(BaseModel):
    """One post. There is no field for who wrote it."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str = Field(min_length=1, max_length=200, description="在来源系统里的编号；同一编号再推，内容有改动则成为新的一版")
    title: str = Field("", max_length=500)
    text: str = Field("", max_length=50_000)
    url: str | None = Field(None, max_length=1000, pattern=r"^https?://\S+$", description="公开网址；没有就不填")
    published: str | None = Field(None, max_length=64, description="发布或受理时间，ISO 8601；不带时区的按北京时间")
    medium: Medium | None = Field(None, description="媒体类别；不填则按信息源的")
    region: str | None = Field(None, max_length=64, description="区划代码或地名；不填则按信息源的")
    publisher: str | None = Field(None, max_length=200, description="发布单位或平台，不是个人")
    engagement: dict[str, int] = Field({}, description="likes comments reposts shares reads views 的次数")

    @field_validator("engagement", mode="before")
    @classmethod
    def _counts(cls, told: Any) -> Any:  # noqa: ANN401  (whatever was sent)
        return {key: told[key] for key in COUNTS if _is_count(told.get(key))} if isinstance(told, dict) else {}


def _is_count(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


class Outcome(BaseModel):
    """What became of one item: `kept`, `changed`, `seen before`, `no text` or `refused`, with its sentence."""

    index: int = Field(description="第几条，从 0 起")
    id: str | None
    outcome: str = Field(examples=["kept"])
    because: str = Field(examples=["已收下"])
    document: str | None = None
    ignored: list[str] = Field([], description="没有采用的字段", examples=[["author"]])


class Answer(BaseModel):
    """What became of the call: the outcomes add up to its items."""

    source: str
    counts: dict[str, int] = Field(examples=[{"kept": 1}])
    items: list[Outcome]


@router.post(
    "/push",
    summary="推送信息",
    responses={200: {"model": Answer}, **shapes(401, 403, 422, 429)},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"type": "array", "maxItems": MOST_ITEMS, "items": Pushed.model_json_schema()},
                    "example": EXAMPLE,
                },
                "application/x-ndjson": {"schema": {"type": "string", "description": "一行一条"}},
            },
        }
    },
)
async def push(request: Request, here: Here, bearer: Bearer, x_key: XKey) -> Answer:
    """Takes a list of posts, or one a line. Personal data is masked before anything is kept; at most 500 items and 1 MB in a call."""
    word = bearer.credentials if bearer else x_key
    body = await request.body()
    return await to_thread.run_sync(_take, request, here, word or "", body)


def _take(request: Request, here: Context, word: str, body: bytes) -> Answer:
    now = here.now()
    with here.register.writing() as tx:
        key = keys.check(tx, word, now) if word else None
    if key is None:
        raise HTTPException(401, "缺少推送密钥，或密钥已经作废：请用 Authorization: Bearer 密钥，或 X-Key: 密钥。")
    source = here.rules.sources.by_id.get(key.source)
    if source is not None and not source.enabled:
        raise HTTPException(403, f"信息源“{source.name}”已停用，暂不接收推送。")
    told = _items(body)
    _slow_down(request, key, len(told), now)
    places = _places(here.rules)
    with here.register.writing() as tx:
        read = [_read(one, source, places, now) for one in told]
        kept = [take(tx, one, key.source, mask, now) if isinstance(one, Item) else one for one in read]
        counts = settle(tx, key.source, kept, now)
    outcomes = [_outcome(number, one, became) for number, (one, became) in enumerate(zip(told, kept, strict=True))]
    return Answer(source=key.source, counts=dict(counts), items=outcomes)


def _places(rules: Rules) -> dict[str, str]:
    """The regions by name; a name that two townships share needs its county before it."""
    names = Counter(rules.regions.all.values())
    plain = {name: code for code, name in rules.regions.all.items() if names[name] == 1}
    return plain | {rules.regions.full_name(code): code for code in rules.regions.names}


def _items(body: bytes) -> list[Any]:
    """The items of a body; a line that is no JSON stays as it is, to be refused by itself."""
    try:
        text = body.decode("utf-8-sig").strip()
        told = _json(text)
        if told is None:
            told = [_json(line) or line for line in text.splitlines() if line.strip()] if text.startswith("{") else None
    except UnicodeDecodeError:
        told = None
    if told is None or (told == [] and not text):
        raise HTTPException(422, NOT_JSON)
    items = told if isinstance(told, list) else [told]
    if not items:
        raise HTTPException(422, "这次一条信息也没有：没有要推送的就不必调用。")
    if len(items) > MOST_ITEMS:
        raise HTTPException(422, f"一次最多 {MOST_ITEMS} 条，这次有 {len(items)} 条：请分几次推送。")
    return items


def _json(text: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _slow_down(request: Request, key: Key, items: int, now: datetime) -> None:
    wait = max(request.app.state.push_calls.wait(key.id, 1, now), request.app.state.push_items.wait(key.id, items, now))
    if wait:
        seconds = ceil(wait.total_seconds())
        raise HTTPException(429, f"推送太快：请 {seconds} 秒后再试。", headers={"Retry-After": str(seconds)})


def _read(told: Any, source: Source | None, places: dict[str, str], now: datetime) -> Item | Kept:  # noqa: ANN401
    """An item, or why it is none."""
    if not isinstance(told, dict):
        return Kept(REFUSED, "不是一个 JSON 对象 {…}")
    try:
        said = Pushed.model_validate(told)
        published, region = _moment(said.published, now), _region(said.region, places)
    except ValidationError as error:
        return Kept(REFUSED, "；".join(sentence_of(fault) for fault in error.errors()[:3]), url=mask(str(told.get("id", "")))[:200])
    except ValueError as error:
        return Kept(REFUSED, str(error), url=mask(said.id))
    medium = said.medium or Medium(source.medium if source else "board")
    region = region or (source.region if source else None)
    return Item(said.url or said.id, said.title, said.text, medium, region, published, said.publisher, said.engagement)


def _moment(said: str | None, now: datetime) -> datetime | None:
    if not said:
        return None
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        found = find(said, now)
        if found is None:
            raise ValueError(f"时间“{said}”看不懂：请写成 2026-11-25T09:30:00+08:00 的样子") from None
        at = found.at
    at = at if at.tzinfo else at.replace(tzinfo=BEIJING)
    if at > now + AHEAD:
        raise ValueError(f"时间“{said}”在将来")
    return at


def _region(said: str | None, places: dict[str, str]) -> str | None:
    if not said:
        return None
    code = places.get(said, said)
    if not (code.isascii() and code.isdigit() and len(code) in (6, 9)):
        raise ValueError(f"没有叫“{said}”的地区：请写六位或九位区划代码，或法定全称")
    return code


def _outcome(index: int, told: Any, became: Kept) -> Outcome:  # noqa: ANN401
    item = told if isinstance(told, dict) else {}
    counts = item.get("engagement")
    strange = [str(key)[:64] for key in item if key not in Pushed.model_fields]
    if counts is not None:
        known = [key for key in counts if key in COUNTS and _is_count(counts[key])] if isinstance(counts, dict) else []
        strange += [f"engagement.{str(key)[:64]}" for key in counts if key not in known] if isinstance(counts, dict) else ["engagement"]
    id_ = item.get("id")
    return Outcome(
        index=index,
        id=str(id_)[:200] if id_ is not None else None,
        outcome=became.outcome,
        because=became.because,
        document=became.document,
        ignored=strange[:50],
    )
