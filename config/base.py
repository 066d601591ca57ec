"""What every file of rules shares: the frozen block, the faults as sentences, the reading of YAML.

Contents: Block · Refusal · Faults · did_you_mean · dangling · read · sentences_of
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Block(BaseModel):
    """A block of a rule file: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


B = TypeVar("B", bound=Block)


class Refusal(Exception):
    """Something cannot be done; the sentence says what and what instead, and a command that meets it ends with 2."""


class Faults(Exception):
    """Everything that is wrong with the rules, at once, each as a sentence a person of the desk can act on."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = list(sentences)
        super().__init__("\n".join(self.sentences))


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """`; did you mean "education"?` for the nearest of `choices`, or nothing."""
    near = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def dangling(where: str, word: str, kind: str, choices: Iterable[str]) -> str:
    """The sentence for a name that leads nowhere: `routing.yml, branch 2: responsible "eduction" is no department; did you mean …?`."""
    return f'{where} "{word}" is no {kind}{did_you_mean(word, choices)}'


def read(path: Path, shape: type[B]) -> B:
    """The file at `path` as a `shape`. Raises `Faults` with a sentence for every fault in it."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)  # noqa: S506  (a SafeLoader)
    except FileNotFoundError:
        raise Faults([f"{path.name}: this file is missing from {path.parent}; copy it from the rules that come with the program"]) from None
    except UnicodeDecodeError:
        raise Faults([f"{path.name}: the file is not UTF-8 text; save it as UTF-8"]) from None
    except yaml.YAMLError as error:
        raise Faults([f"{path.name}: {_yaml_sentence(error)}"]) from None
    except ValueError as error:
        raise Faults([f"{path.name}: a date in it is no day of the calendar ({error})"]) from None
    try:
        return shape.model_validate({} if data is None else data)
    except ValidationError as error:
        raise Faults(sentences_of(path.name, error, shape)) from None


def sentences_of(file: str, error: ValidationError, shape: type[BaseModel]) -> list[str]:
    """One sentence for each fault that pydantic found in `file`."""
    return [f"{file}, {_place(fault['loc'])}: {_what(fault, shape)}" for fault in error.errors()]


_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, where libyaml is there


class _UniqueKeys(_Safe):  # type: ignore[misc]
    """A SafeLoader to which a key given twice is a fault, not a silent overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=deep)
            if isinstance(key, str) and key in seen:
                raise yaml.constructor.ConstructorError(None, None, f'the key "{key}" is given twice', key_node.start_mark)
            seen.add(key if isinstance(key, str) else repr(key))
        made: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return made


def _yaml_sentence(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "the file is not readable YAML"
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)


def _place(loc: tuple[int | str, ...]) -> str:
    return " → ".join(f"item {part + 1}" if isinstance(part, int) else str(part) for part in loc) or "the file as a whole"


def _what(fault: Any, shape: type[BaseModel]) -> str:  # noqa: ANN401  (pydantic's ErrorDetails)
    if fault["type"] == "extra_forbidden":
        key = str(fault["loc"][-1])
        return f'"{key}" is no key here{did_you_mean(key, _keys(shape))}'
    if fault["type"] == "missing":
        return "this key is missing"
    given = repr(fault["input"])
    said = fault["msg"].removeprefix("Value error, ")
    return f"{said} (it says {given if len(given) < 80 else given[:77] + '…'})"  # noqa: PLR2004


def _keys(shape: type[BaseModel]) -> set[str]:
    """Every key that `shape` or a block inside it knows, for did-you-mean."""
    found: set[str] = set()
    todo: list[Any] = [shape]
    done: set[Any] = set()
    while todo:
        kind = todo.pop()
        if kind in done:
            continue
        done.add(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, info in kind.model_fields.items():
                found.add(info.alias or name)
                todo.append(info.annotation)
        else:
            todo.extend(getattr(kind, "__args__", ()))
    return found
