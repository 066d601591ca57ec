"""Serving the API and the pages over HTTP.

Contents: taken · serve
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from types import FrameType

    from fastapi import FastAPI

GRACE_SECONDS = 3


def taken(host: str, port: int) -> str:
    """Why nothing can listen there, in the system's words; empty where the port is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return ""


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serves `app` until the process is told to stop; the streams of the open pages end then, and do not hold it up."""
    settings = uvicorn.Config(app, host, port, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_SECONDS)
    _Server(settings).run()


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.config.app.state.watch.close()  # type: ignore[union-attr]
        super().handle_exit(sig, frame)
