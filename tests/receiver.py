"""A receiver of messages on this machine: what apprise sends, it keeps."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What arrived, as text; ``status``: what it answers."""

    port: int = 0
    status: int = 200
    texts: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """As apprise writes it."""
        return f"json://127.0.0.1:{self.port}/group"


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Listening for the block."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.texts.append(json.loads(body)["message"])
            kept.paths.append(self.path)
            self.send_response(kept.status)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
