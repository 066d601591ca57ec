"""无需回应: texts in which there is nothing for an office to answer — advertisements, recruiting, praise, lotteries, weather, plain news.

A text is one of these where enough of the kind's own words stand in it, and none that complains, asks or wishes; a complaint that looks
like an advertisement is a complaint. What happens to people (分级) is never needless. The words are data, in needless.yml.

Contents: Needless
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from ahocorasick_rs import AhoCorasick, MatchKind

_DATA: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
_GRIEVANCE = "grievance"


class Needless:
    """Tells why a text needs no answer; all words are found in one pass."""

    def __init__(self, data: dict[str, Any] = _DATA) -> None:
        self._kinds = {id_: (kind["name"], kind["least"]) for id_, kind in data["kinds"].items()}
        groups = {_GRIEVANCE: data["grievance"].split(), "": data["neutral"].split()} | {
            id_: kind["words"].split() for id_, kind in data["kinds"].items()
        }
        of: dict[str, list[str]] = {}
        for id_, words in groups.items():
            for word in words:
                of.setdefault(word, []).append(id_)
        self._of = of
        self._finder = AhoCorasick(of, matchkind=MatchKind.LeftmostLongest)
        self._patterns = {id_: [re.compile(one) for one in kind.get("patterns", ())] for id_, kind in data["kinds"].items()}

    def why(self, text: str) -> str:
        """Why nobody has to answer, with the words; empty where somebody may have to."""
        found: dict[str, list[str]] = {}
        for word in self._finder.find_matches_as_strings(text):
            ids = self._of[word]
            if _GRIEVANCE in ids:
                return ""
            for id_ in filter(None, ids):
                if word not in found.setdefault(id_, []):
                    found[id_].append(word)
        for id_, patterns in self._patterns.items():
            found.setdefault(id_, []).extend(match[0] for one in patterns if (match := one.search(text)))
        enough = {id_: words for id_, words in found.items() if len(words) >= self._kinds[id_][1]}
        best = max(enough, key=lambda id_: len(enough[id_]) - self._kinds[id_][1], default=None)
        return f"看来是{self._kinds[best][0]}（“{'、'.join(enough[best][:4])}”），没有诉求" if best else ""
