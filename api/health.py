"""Whether the service lives, whether it can work, and its figures for Prometheus.

Contents: Health · alive · ready · metrics
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from api.context import Context, Here
from api.errors import Error
from response.timekeeping import state
from store import incidents, stages, watching

router = APIRouter(tags=["运行"])


class Health(BaseModel):
    """The service answers."""

    status: str = Field(examples=["ok"])
    rules: str = Field(examples=["3f2a9c01d4e5"])


@router.get("/health", summary="是否在运行")
def alive(here: Here) -> Health:
    """Answers while the process lives."""
    return Health(status="ok", rules=here.rules.version)


@router.get("/ready", summary="能否工作", responses={503: {"model": Error, "description": "数据库不可用"}})
def ready(here: Here) -> Health:
    """Answers while the register does."""
    try:
        with here.register.reading() as tx:
            watching.newest(tx)
    except SQLAlchemyError:
        raise HTTPException(503, "数据库现在不可用。") from None
    return Health(status="ok", rules=here.rules.version)


@router.get("/metrics", summary="指标（Prometheus）", response_class=Response)
def metrics(here: Here) -> Response:
    """Counts only, nothing of what anybody wrote; read from the register, so that every process says the same."""
    return Response(generate_latest(_measured(here)), media_type=CONTENT_TYPE_LATEST)


def _measured(here: Context) -> CollectorRegistry:
    registry, now = CollectorRegistry(), here.now()
    pieces = Gauge("huixiang_pieces_24h", "Pieces that left a stage in the last 24 hours", ["stage", "outcome"], registry=registry)
    opened = Gauge("huixiang_incidents_open", "Open incidents", ["status"], registry=registry)
    clocks = Gauge("huixiang_clocks_running", "Clocks that run", ["state"], registry=registry)
    documents = Gauge("huixiang_documents_waiting", "Documents that wait", ["state"], registry=registry)
    with here.register.reading() as tx:
        for (stage, outcome), number in stages.day(tx, now - timedelta(days=1), now + timedelta(seconds=1)).items():
            pieces.labels(stage, outcome).set(number)
        for status, number in incidents.counts(tx, "status").items():
            opened.labels(status).set(number)
        for clock in incidents.clocks(tx, running=True):
            clocks.labels(state(clock, now)).inc()
        for word, number in watching.waiting(tx).items():
            documents.labels(word).set(number)
    return registry
