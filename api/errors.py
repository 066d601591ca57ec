"""Every error is a sentence: {"error": "…"} to a program, a page to a person.

Contents: SENTENCES · install · sentence_of · error_response
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from response.words import Missing, Refused
from store.history import Stale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request
    from starlette.responses import Response

log = structlog.get_logger()
SENTENCES = {
    400: "请求的内容看不懂：应为 UTF-8 的 JSON。",
    404: "没有这个地址。请检查链接，或从首页重新进入。",
    405: "这个地址不支持这种请求方式。",
    500: "系统出错了，已记入日志。请稍后再试；仍不行请联系管理员。",
}
LABELS = {
    "missing": "缺少这一项",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "float_parsing": "应为数",
    "bool_parsing": "应为是或否",
    "bool_type": "应为是或否",
    "string_pattern_mismatch": "格式不对",
    "literal_error": "应为以下之一：{expected}",
    "enum": "应为以下之一：{expected}",
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "要大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "要小于 {lt}",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "too_long": "太多了，最多 {max_length} 项",
    "too_short": "太少了，至少 {min_length} 项",
    "datetime_from_date_parsing": "应为时刻，如 2026-11-25T09:30",
    "datetime_parsing": "应为时刻，如 2026-11-25T09:30",
    "date_from_datetime_parsing": "应为日期，如 2026-11-25",
    "date_from_datetime_inexact": "应为日期，如 2026-11-25",
    "date_parsing": "应为日期，如 2026-11-25",
    "json_invalid": "不是有效的 JSON",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文字",
    "string_too_long": "太长了",
    "string_too_short": "太短了",
    "dict_type": "应为对象",
    "list_type": "应为列表",
}
OUR_OWN = ("value_error", "assertion_error")
"""The types whose sentence is the one we raised, behind pydantic's own word and a comma."""
NAMES = {
    "id": "编号",
    "name": "名称",
    "password": "密码",
    "role": "角色",
    "office": "单位",
    "region": "地区",
    "topic": "领域",
    "grade": "级别",
    "status": "状态",
    "because": "理由",
    "version": "版本",
    "words": "查找的词",
    "order": "排序",
    "limit": "条数",
    "action": "动作",
    "address": "邮箱",
    "at": "时间",
    "audience": "面向谁",
    "body": "正文",
    "by": "按什么分",
    "changed": "更正",
    "channel": "渠道",
    "code": "回执码",
    "content": "内容",
    "cooperating": "协办单位",
    "days": "天数",
    "department": "条线",
    "details": "细节",
    "drafted_by": "起草单位",
    "engagement": "互动数",
    "extent": "范围",
    "file": "文件",
    "from": "起算时刻",
    "incident": "事件",
    "interpretation": "政策解读",
    "issued": "发布日期",
    "items": "条数",
    "kind": "类型",
    "link": "链接",
    "medium": "媒体类别",
    "new": "新密码",
    "notes": "交班说明",
    "number": "文号",
    "offset": "跳过的条数",
    "old": "原密码",
    "on": "日期",
    "open": "未了结",
    "outcome": "结果",
    "overdue": "逾期",
    "page": "页码",
    "part": "哪一部分",
    "pages": "页数",
    "period": "天数",
    "phone": "电话",
    "place": "地点",
    "private": "内部网络",
    "published": "发布时间",
    "publisher": "发布单位",
    "received_by": "收件人",
    "responsible": "承办单位",
    "show": "显示",
    "shown": "显示名",
    "since": "起始时间",
    "sort": "排序",
    "source": "信息源",
    "stage": "环节",
    "standing": "未消除",
    "start": "起算点",
    "state": "状态",
    "tab": "栏目",
    "text": "正文",
    "title": "标题",
    "topics": "领域",
    "unseen": "未阅",
    "until": "截止时间",
    "url": "网址",
}
"""Fields as a person knows them; any other is called as the interface calls it."""


class Error(BaseModel):
    """What went wrong, as the sentence to show."""

    error: str = Field(examples=["事件 7 在您打开之后已被 值班员 改动（交办），请刷新后再试。"])


def shapes(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error shapes of an address, for its documentation."""
    said = {
        401: "没有登录",
        403: "不允许",
        404: "没有，或您看不到",
        409: "现在不能这样做，或刚被别人改动",
        422: "请求写错了",
        429: "等一等",
    }
    return {status: {"model": Error, "description": said[status]} for status in statuses}


def install(app: FastAPI) -> None:
    """Makes every error of `app` a sentence."""

    @app.exception_handler(Missing)
    def _missing(request: Request, error: Missing) -> Response:
        return error_response(request, 404, str(error))

    @app.exception_handler(Refused)
    def _refused(request: Request, error: Refused) -> Response:
        return error_response(request, 403 if error.forbidden else 409, str(error))

    @app.exception_handler(Stale)
    def _stale(request: Request, error: Stale) -> Response:
        return error_response(request, 409, str(error))

    @app.exception_handler(RequestValidationError)
    def _unreadable(request: Request, error: RequestValidationError) -> Response:
        return error_response(request, 422, "；".join(sentence_of(fault) for fault in error.errors()[:5]) + "。")

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        plain = error.detail in ("", "Not Found", "Method Not Allowed", "There was an error parsing the body")
        sentence = SENTENCES.get(error.status_code, str(error.detail)) if plain else error.detail
        answer = error_response(request, error.status_code, sentence)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    def _unexpected(request: Request, error: Exception) -> Response:
        log.error("request failed", path=request.url.path, error=type(error).__name__)  # the server logs the trace
        return error_response(request, 500, SENTENCES[500])


def sentence_of(fault: Mapping[str, Any]) -> str:
    """What pydantic found wrong, in Chinese."""
    parts = [str(part) for part in fault["loc"] if part not in ("body", "query", "path")]
    where = " → ".join(NAMES.get(part.rstrip("_"), part.rstrip("_")) for part in parts) or "请求"
    said = str(fault["msg"]).split(", ", 1)[-1].rstrip("。")
    if fault["type"] in OUR_OWN and not said.isascii():
        return f"“{where}”写得不对：{said}"
    about = {word: str(value).replace("'", "").replace(" or ", "、").replace(", ", "、") for word, value in fault.get("ctx", {}).items()}
    return f"“{where}”{LABELS.get(fault['type'], '格式不对').format_map(about)}"


def error_response(request: Request, status: int, sentence: str) -> Response:
    """The sentence as JSON; where pages are mounted and the address is one of theirs, as a page."""
    page = getattr(request.app.state, "error_page", None)
    if page is not None and not request.url.path.startswith("/api/"):
        found: Response = page(request, status, sentence)
        return found
    return JSONResponse({"error": sentence}, status)
