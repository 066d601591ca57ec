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
from typing import Any, TypeVar

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
    return typing.cast("T", _decode(shape, data))


def _decode(shape: Any, data: Any) -> Any:  # noqa: ANN401, PLR0911
    if data is None:
        return None
    origin, inner = typing.get_origin(shape), typing.get_args(shape)
    if origin in (typing.Union, types.UnionType):
        return _decode(next(kind for kind in inner if kind is not type(None)), data)
    if origin is tuple:
        kinds = inner if len(inner) == len(data) and inner[-1] is not Ellipsis else (inner[0],) * len(data)
        return tuple(_decode(kind, item) for kind, item in zip(kinds, data, strict=True))
    if origin is dict:
        return {key: _decode(inner[1], item) for key, item in data.items()}
    if dataclasses.is_dataclass(shape):
        make: Any = shape
        hints = _hints(make)
        return make(**{key: _decode(hints[key], item) for key, item in data.items() if key in hints})
    if shape is datetime:
        return data if isinstance(data, datetime) else datetime.fromisoformat(data)
    if isinstance(shape, type) and issubclass(shape, Enum):
        return shape(data)
    return data


@cache
def _hints(shape: Any) -> dict[str, Any]:  # noqa: ANN401
    return typing.get_type_hints(shape)
