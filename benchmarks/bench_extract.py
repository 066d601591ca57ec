"""How well saved pages are read, side by side in one run: Huixiang, readability-lxml alone, trafilatura (where installed).

    python benchmarks/bench_extract.py [FOLDER of *.html with *.json]

Text is compared by the F1 of character 4-grams without white space, titles and dates by equality (title without white space).
Pages whose gold has no title or date do not count there. Contents: main · of_huixiang · of_readability · of_trafilatura · score
"""

from __future__ import annotations

import importlib.util
import json
import re
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from readability import Document

from crawler.charset import decode
from crawler.extract import extract_file
from crawler.markup import fragment

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = Path(__file__).resolve().parents[2] / "shared" / "data" / "pages"
Result = dict[str, Any]


def main() -> None:
    """Prints one line per reader."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else PAGES
    golds = {path.with_suffix(".html"): json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}
    if not golds:
        sys.exit(f"{folder}: no saved pages with gold here")
    readers: dict[str, Callable[[Path], Result]] = {"huixiang": of_huixiang, "readability-lxml": of_readability}
    if importlib.util.find_spec("trafilatura"):
        readers["trafilatura"] = of_trafilatura
    print(f"{len(golds)} pages{'':12}{'text F1':>9}{'title':>8}{'date':>8}{'ms/page':>9}")
    for name, reader in readers.items():
        start = time.perf_counter()
        results = {path: reader(path) for path in golds}
        spent = (time.perf_counter() - start) / len(golds) * 1000
        text, title, date = (statistics.mean(scores) for scores in zip(*_columns(results, golds), strict=True))
        print(f"{name:20}{text:9.4f}{title:8.3f}{date:8.3f}{spent:9.1f}")


def _columns(results: dict[Path, Result], golds: dict[Path, Result]) -> list[tuple[float, float, float]]:
    """Text, title and date per page; a column's pages without gold are filled with its mean, so that they do not count."""
    texts = [score(results[path]["text"], gold["text"]) for path, gold in golds.items()]
    titles = [(_bare(results[path]["title"]) == _bare(gold["title"])) if gold["title"] else None for path, gold in golds.items()]
    dates = [(results[path]["published"] or "")[:10] == gold["published"] if gold["published"] else None for path, gold in golds.items()]
    return list(zip(texts, _filled(titles), _filled(dates), strict=True))


def _filled(column: list[bool | None]) -> list[float]:
    mean = statistics.mean(float(one) for one in column if one is not None)
    return [mean if one is None else float(one) for one in column]


def _bare(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def of_huixiang(path: Path) -> Result:
    return extract_file(path)


def of_readability(path: Path) -> Result:
    document = Document(decode(path.read_bytes()))
    return {"text": "\n".join(fragment(document.summary())), "title": document.short_title(), "published": None}


def of_trafilatura(path: Path) -> Result:
    import trafilatura  # noqa: PLC0415  (not everybody has it)

    found: Any = trafilatura.bare_extraction(decode(path.read_bytes()), with_metadata=True)
    return (
        {"text": found.text or "", "title": found.title, "published": found.date}
        if found
        else {"text": "", "title": None, "published": None}
    )


def score(got: str, wanted: str) -> float:
    """F1 of the character 4-grams, each counted as often as it occurs."""
    one, other = _grams(got), _grams(wanted)
    both = sum((one & other).values())
    return 2 * both / (sum(one.values()) + sum(other.values()))


def _grams(text: str) -> Counter[str]:
    bare = _bare(text)
    return Counter(bare[i : i + 4] for i in range(max(1, len(bare) - 3)))


if __name__ == "__main__":
    main()
