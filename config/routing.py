"""routing.yml: 分派 — an inheriting tree over the nine cases. A branch says only what differs from the one above it.

The nine cases themselves (属地管理) are code, in `response/routing.py`; the tree says who leads where several lines meet, whether a
suggestion needs a person, and which official text each case rests on.

Contents: When · Branch · Routing · faults
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from config.base import Block, dangling, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.rules import Rules

GradeWord = Literal["none", "ordinary", "considerable", "major", "extreme"]


class When(Block):
    """What has to hold for a branch to be taken: all that is given, each by any of its values.

    `topics` and `departments` ask for the first of the matter, `with_topics` and `with_departments` for one of the further ones.
    """

    topics: tuple[str, ...] = ()
    with_topics: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    with_departments: tuple[str, ...] = ()
    grades: tuple[GradeWord, ...] = ()
    cases: tuple[int, ...] = ()
    words: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> When:
        if not any(getattr(self, key) for key in type(self).model_fields):
            raise ValueError("an empty `when` is always true and hides the branches after it; say what has to hold")
        return self


class Branch(Block):
    """A branch: the first of its siblings whose `when` holds is taken, then the same among its own branches."""

    name: str
    when: When
    responsible: str | None = None
    cooperating: tuple[str, ...] = ()
    confirm: Literal["person", "automatic"] | None = None
    basis: str | None = None
    branches: tuple[Branch, ...] = ()


class Default(Block):
    """What holds where no branch says otherwise."""

    confirm: Literal["person", "automatic"]
    basis: str


class Routing(Block):
    """The default, the official basis of each case, and the tree."""

    default: Default
    cases: dict[int, str]
    branches: tuple[Branch, ...] = Field(default_factory=tuple)

    @model_validator(mode="after")
    def _nine(self) -> Routing:
        missing = [str(case) for case in range(1, 10) if case not in self.cases]
        if missing or len(self.cases) > 9:  # noqa: PLR2004  (the nine cases)
            raise ValueError(f"each of the nine cases needs its basis, and there is no tenth; missing: {', '.join(missing) or 'none'}")
        return self


def faults(rules: Rules) -> list[str]:
    """Branches that lead to no department or ask for no topic, and names given twice."""
    found: list[str] = []
    seen: set[str] = set()
    for number, branch in enumerate(_all(rules.routing.branches), 1):
        where = f"routing.yml, branch {number} ({branch.name}):"
        lines = rules.departments.departments
        wanted = [("responsible", branch.responsible), *(("cooperating", line) for line in branch.cooperating)]
        found += [dangling(f"{where} {key}", line, "department", lines) for key, line in wanted if line and line not in lines]
        for key, kind, known in (("topics", "topic", rules.topics.topics), ("departments", "department", lines)):
            for asked in (key, f"with_{key}"):
                found += [dangling(f"{where} when {asked}", id_, kind, known) for id_ in getattr(branch.when, asked) if id_ not in known]
        found += [
            f"{where} there is no case {case}{did_you_mean(str(case), map(str, range(1, 10)))}"
            for case in branch.when.cases
            if case not in rules.routing.cases
        ]
        if branch.name in seen:
            found.append(f'{where} another branch is called "{branch.name}"; a decision names the branch it took')
        seen.add(branch.name)
    return found


def _all(branches: tuple[Branch, ...]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from _all(branch.branches)
