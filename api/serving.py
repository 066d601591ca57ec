"""Serving the API and the pages over HTTP.

Contents: taken
"""

from __future__ import annotations

import socket


def taken(host: str, port: int) -> str:
    """Why nothing can listen there, in the system's words; empty where the port is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return ""
