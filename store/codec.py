"""Records to JSON and back, by their type hints alone, so that a new field of a record needs no line here.

Contents: encode · decode
"""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def encode(value: Any) -> Any:  # noqa: ANN401
    """`value` as what JSON can hold: dataclasses as objects, moments as ISO 8601, enumerations as their word."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    return value


def decode(shape: type[T], data: Any) -> T:  # noqa: ANN401
    """The inverse of `encode` for a record of type `shape`; a key that the record does not have is left out."""
    return typing.cast("T", _decoder(typing.cast("Any", shape))(data))


@cache
def _decoder(shape: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    """How data of a type is read, found out once per type; nothing stays nothing."""
    read = _reader(shape)
    return lambda data: None if data is None else read(data)


def _reader(shape: Any) -> Callable[[Any], Any]:  # noqa: ANN401, PLR0911
    origin, inner = typing.get_origin(shape), typing.get_args(shape)
    if origin in (typing.Union, types.UnionType):
        return _decoder(next(kind for kind in inner if kind is not type(None)))
    if origin is tuple:
        return _tuple_reader(inner)
    if origin is dict:
        value = _decoder(inner[1])
        return lambda data: {key: value(item) for key, item in data.items()}
    if dataclasses.is_dataclass(shape):
        make: Any = shape
        fields = {name: _decoder(hint) for name, hint in typing.get_type_hints(make).items()}
        return lambda data: make(**{key: fields[key](item) for key, item in data.items() if key in fields})
    if shape is datetime:
        return lambda data: data if isinstance(data, datetime) else datetime.fromisoformat(data)
    if isinstance(shape, type) and issubclass(shape, Enum):
        return shape
    return lambda data: data


def _tuple_reader(inner: tuple[Any, ...]) -> Callable[[Any], Any]:
    """Of as many kinds as there are items, or of one kind for all."""
    kinds = [_decoder(kind) for kind in inner if kind is not Ellipsis]

    def read(data: Any) -> Any:  # noqa: ANN401
        several = len(inner) == len(data) and inner[-1] is not Ellipsis
        return tuple(kind(item) for kind, item in zip(kinds, data, strict=True)) if several else tuple(kinds[0](item) for item in data)

    return read
