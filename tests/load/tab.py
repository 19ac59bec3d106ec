"""A browser's tab without the browser: speaks to the app as Streamlit's page does, and keeps what it would show."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

# Whoever waits longer has given up; the night tells how long the others waited.
PATIENCE = 600.0


class Broken(Exception):
    """The app did not do what a person would have expected."""


@dataclass
class Tab:
    """One page open, signed in with what the client's cookies say."""

    client: httpx.AsyncClient
    socket: ClientConnection
    session: str = ""
    texts: list[str] = field(default_factory=list)
    charts: int = 0
    widgets: dict[str, Any] = field(default_factory=dict)
    _page: str = ""

    @classmethod
    async def open(cls, client: httpx.AsyncClient, ssl: Any = None) -> Self:
        """Open the page's websocket."""
        await client.get("/_stcore/health")
        address = f"{client.base_url}".rstrip("/").replace("http", "ws", 1) + "/_stcore/stream"
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        socket = await connect(
            address,
            subprotocols=["streamlit"],
            additional_headers={"Cookie": cookies},
            max_size=None,
            ssl=ssl,
            open_timeout=PATIENCE,
            ping_interval=None,
        )  # type: ignore[list-item]
        return cls(client, socket)

    async def look(self, page: str, **query: str) -> None:
        """Go to a page and wait until it is drawn."""
        self._page = page
        await self._run(BackMsg(rerun_script={"page_name": page, "query_string": urlencode(query)}))

    async def submit(self, until: str, **values: Any) -> None:
        """Fill in widgets, named by their kind or label, and wait for a text."""
        message = BackMsg(rerun_script={"page_name": self._page})
        for kind, value in values.items():
            message.rerun_script.widget_states.widgets.append(WidgetState(id=self.widgets[kind], **value))
        await self._run(message, until)

    async def upload(self, name: str, content: bytes) -> dict[str, Any]:
        """Send a file as the uploader does; give the state the uploader then has."""
        await self.socket.send(
            BackMsg(file_urls_request={"request_id": "1", "file_names": [name], "session_id": self.session}).SerializeToString()
        )
        while (message := await self._next()).WhichOneof("type") != "file_urls_response":
            pass
        [urls] = message.file_urls_response.file_urls
        token = self.client.cookies.get("_streamlit_xsrf", "")
        answer = await self.client.put(urls.upload_url, files={"file": (name, content)}, headers={"X-Xsrftoken": token}, timeout=PATIENCE)
        if answer.status_code >= 300:
            raise Broken(f"upload: {answer.status_code} {answer.text[:200]}")
        info = {"name": name, "size": len(content), "file_id": urls.file_id, "file_urls": urls}
        return {"file_uploader_state_value": {"uploaded_file_info": [info]}}

    async def __aenter__(self) -> Self:
        """Give the open tab."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        await self.socket.close()

    async def _run(self, message: BackMsg, until: str = "") -> None:
        """Have the page drawn, once or as often as it takes for a text to stand there."""
        self.texts, self.charts = [], 0
        await self.socket.send(message.SerializeToString())
        while True:
            came = await self._next()
            kind = came.WhichOneof("type")
            if kind == "new_session":
                self.session = came.new_session.initialize.session_id or self.session
            elif kind == "delta":
                self._see(came)
            elif kind == "page_not_found":
                raise Broken(f"no page {self._page}")
            elif kind == "script_finished" and (not until or any(re.search(until, text) for text in self.texts)):
                return

    async def _next(self) -> ForwardMsg:
        raw = await asyncio.wait_for(self.socket.recv(), PATIENCE)
        message = ForwardMsg()
        message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
        return message

    def _see(self, message: ForwardMsg) -> None:
        delta = message.delta
        if delta.HasField("add_block"):
            return
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise Broken(f"{self._page}: {element.exception.type} {element.exception.message}")
        if kind == "alert" and element.alert.format == element.alert.ERROR:
            raise Broken(f"{self._page}: {element.alert.body}")
        self.charts += kind == "plotly_chart"
        if kind in {"markdown", "heading", "alert", "html"}:
            self.texts.append(getattr(element, kind).body)
        if kind in {"file_uploader", "checkbox", "text_input", "button"}:
            self.widgets[kind] = self.widgets[getattr(element, kind).label] = getattr(element, kind).id
