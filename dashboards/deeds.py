"""What an entry of the history says besides its reason: which track, which clock, whose word it waits for, what was undone.

Contents: deed
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from response.approval import SIGNERS
from response.lifecycle import DISMISSALS, RETURNS, TRACKS, label

if TYPE_CHECKING:
    from store.records import Entry


def deed(entry: Entry) -> str:
    """What stands in an entry's details, for a person; empty where the reason says it all."""
    return "，".join(said for said in _told(entry.action, entry.details) if said)


def _told(action: str, details: dict[str, Any]) -> list[str]:
    until = datetime.fromisoformat(details["due"]).strftime("%m-%d %H:%M") if details.get("due") else ""
    proof = str(details.get("link") or details.get("evidence") or "")
    return {
        "dismiss": [DISMISSALS.get(details.get("reason_code", ""), "")],
        "return": [RETURNS.get(details.get("reason_code", ""), ""), f"依据：{details.get('basis', '')}"],
        "report_back": [TRACKS.get(details.get("track", ""), "")],
        "first_response": [proof],
        "answer": [proof],
        "release": [proof],
        "extend": [f"等{SIGNERS[details['asked_of']]}答复" if details.get("asked_of") else "", until and f"延至 {until}"],
        "grant": [f"{details.get('asked_by', '')}申请", until and f"延至 {until}"],
        "refuse": [f"{details.get('asked_by', '')}申请"],
        "pause": [str(details.get("reason", "")), f"凭证：{details.get('evidence', '')}"],
        "resume": [until and f"{until} 到期"],
        "approve": [f"以{SIGNERS.get(details.get('signer', ''), '')}身份"],
        "clear": [f"审查人：{details.get('reviewer', '')}"],
        "hand_over": [str(details.get("receiver", ""))],
        "undo": [f"第 {details.get('undone', '')} 条“{label(str(details.get('action', '')))}”"],
    }.get(action, [])
