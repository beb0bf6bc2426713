"""A visitor without a browser: Streamlit's own messages over a real websocket, widgets by their keys."""

import asyncio
import json
import re
import secrets
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any, Self, TypeVar

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import remove_cookie_by_name
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from urllib3.util import Retry
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

_KEY = re.compile(r"\$\$ID-[0-9a-f]+-(.+)")
_REMEMBERED_RUNS = 2  # how long Streamlit's frontend keeps a large message


Result = TypeVar("Result")


@dataclass
class Page:
    """What one run of the script put on the page."""

    elements: list[Element] = field(default_factory=list)

    @property
    def widgets(self) -> dict[str, tuple[str, Any]]:
        """Kind and description of every widget that has a key."""
        found: dict[str, tuple[str, Any]] = {}
        for element in self.elements:
            kind = element.WhichOneof("type")
            widget = getattr(element, kind) if kind else None
            match = _KEY.fullmatch(getattr(widget, "id", ""))
            if kind and match:
                found[match[1]] = (kind, widget)
        return found

    @property
    def pictures(self) -> list[str]:
        """Addresses of the pictures."""
        return [picture.url for element in self.elements for picture in element.imgs.imgs]

    @property
    def errors(self) -> list[str]:
        """Exceptions, and alerts of the kind that is red."""
        return [e.exception.type for e in self.elements if e.HasField("exception")] + self._alerts(
            Alert.ERROR
        )

    @property
    def warnings(self) -> list[str]:
        """What the page says cannot be done."""
        return self._alerts(Alert.WARNING)

    @property
    def notes(self) -> list[str]:
        """What the page tells besides."""
        return self._alerts(Alert.INFO)

    def _alerts(self, kind: int) -> list[str]:
        return [e.alert.body for e in self.elements if e.HasField("alert") and e.alert.format == kind]

    @property
    def text(self) -> str:
        """Everything that is written on the page."""
        return "\n".join(str(element) for element in self.elements)


async def _connect(address: str, http: requests.Session) -> ClientConnection:
    """Open the connection over which pages come, with the cookies of a browser and for it."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in http.cookies)
    socket = await connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(address),
        max_size=None,
        additional_headers={"Cookie": cookies} if cookies else {},
    )
    for line in socket.response.headers.get_all("Set-Cookie") if socket.response else []:
        for name, cookie in SimpleCookie(line).items():
            remove_cookie_by_name(http.cookies, name)
            http.cookies.set(name, cookie.value)
    return socket


@dataclass
class Visitor:
    """One tab: its session, its address bar, its page and what it has changed there."""

    address: str
    socket: ClientConnection
    seconds: float = 60
    session: str = ""
    query: str = ""
    page: Page = field(default_factory=Page)
    _script: str = ""
    _changed: dict[str, WidgetState] = field(default_factory=dict)
    _large: dict[str, tuple[int, ForwardMsg]] = field(default_factory=dict)
    _runs: int = 0
    _seen: set[str] = field(default_factory=set)
    received: int = 0
    http: requests.Session = field(default_factory=requests.Session)
    fragment: str = ""
    path: str = ""

    def __post_init__(self) -> None:
        # A browser asks again where the server has just closed an idle connection.
        self.http.mount("http://", HTTPAdapter(max_retries=Retry(2, backoff_factor=0.05)))

    @classmethod
    async def arrive(
        cls, address: str, query: str = "", *, seconds: float = 60, http: requests.Session | None = None
    ) -> Self:
        """Open a tab and wait for its page."""
        visitor = await cls.open(address, query, seconds=seconds, http=http)
        await visitor.run()
        return visitor

    @classmethod
    async def open(
        cls, address: str, query: str = "", *, seconds: float = 60, http: requests.Session | None = None
    ) -> Self:
        """Open a tab, in the browser whose cookies ``http`` holds; nothing is asked for yet."""
        http = http or requests.Session()
        socket = await _connect(address, http)
        return cls(address=address, socket=socket, query=query, seconds=seconds, http=http)

    async def reconnect(self) -> Page:
        """Do what Streamlit's frontend does when the server is gone: ask again with all that it holds."""
        async with asyncio.timeout(self.seconds):
            await self.socket.wait_closed()
            self.socket = await _connect(self.address, self.http)
        return await self.run()

    async def leave(self) -> None:
        """Close the tab."""
        await self.socket.close()
        self.http.close()

    async def vanish(self) -> None:
        """Lose the connection without a word, as a phone in a lift does."""
        self.socket.transport.abort()
        await self.socket.wait_closed()
        self.http.close()

    async def change(self, key: str, value: Any) -> Page:
        """Change a control and wait for the page."""
        await self.send_change(key, value)
        return await self.finished()

    async def send_change(self, key: str, value: Any) -> None:
        """Change a control; for a list, ``value`` is the number of the option."""
        kind, widget = self.page.widgets[key]
        state = WidgetState(id=widget.id)
        match kind:
            case "number_input":
                state.double_value = value
            case "slider":
                state.double_array_value.data.append(value)
            case "bidi_component":
                state.json_value = json.dumps(value)
            case "selectbox" | "radio":
                state.string_value = widget.options[value]
            case "button_group":
                state.string_array_value.data.append(widget.options[value].content)
            case "text_area":
                state.string_value = value
            case _:
                raise NotImplementedError(kind)
        self._changed[key] = state
        await self.send_run()

    async def click(self, key: str) -> Page:
        """Press a button and wait for the page."""
        self._changed[key] = WidgetState(id=self.page.widgets[key][1].id, trigger_value=True)
        await self.send_run()
        del self._changed[key]
        return await self.finished()

    async def run(self) -> Page:
        """Run the script with what the widgets hold and wait for the page."""
        await self.send_run()
        return await self.finished()

    async def glance(self) -> Page:
        """Do what the page does by itself every few seconds: ask for its live part, and take what comes."""
        await self.send_run(self.fragment)
        return await self.finished()

    async def send_run(self, fragment: str = "") -> None:
        """Ask for a run of the script, or of one part of it."""
        message = BackMsg()
        ask = message.rerun_script
        ask.page_name = "" if self._script else self.path
        ask.fragment_id, ask.is_auto_rerun = fragment, bool(fragment)
        ask.query_string, ask.page_script_hash = self.query, self._script
        ask.context_info.locale, ask.context_info.url = "en-US", self.address
        ask.widget_states.widgets.extend(self._changed.values())
        ask.cached_message_hashes.extend(self._large)
        await self.socket.send(message.SerializeToString())

    async def finished(self) -> Page:
        """Read until the script has finished; what arrived is the page."""
        page = Page()
        async with asyncio.timeout(self.seconds):
            while True:
                message = await self._next()
                kind = message.WhichOneof("type")
                if kind == "new_session":
                    page = Page()
                    self.session = message.new_session.initialize.session_id or self.session
                elif kind == "auto_rerun":
                    self.fragment = message.auto_rerun.fragment_id
                elif kind == "navigation":
                    self._script = message.navigation.page_script_hash
                elif kind == "page_info_changed":
                    self.query = message.page_info_changed.query_string
                elif kind == "delta" and message.delta.HasField("new_element"):
                    page.elements.append(message.delta.new_element)
                elif (
                    kind == "script_finished"
                    and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
                ):
                    if message.script_finished != ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
                        self._take(page)
                    return page

    async def _next(self) -> ForwardMsg:
        """Return the next message; one that was sent before comes as a reference to it."""
        data = await self.socket.recv(decode=False)
        self.received += len(data)
        message = ForwardMsg.FromString(data)
        if message.WhichOneof("type") == "ref_hash":
            message = self._large[message.ref_hash][1]
        elif not message.metadata.cacheable:
            return message
        self._large[message.hash] = (self._runs, message)
        return message

    def _take(self, page: Page) -> None:
        """Make a finished page the current one; a value that the server has set replaces our own."""
        self.page = page
        for key, (_, widget) in page.widgets.items():
            if getattr(widget, "set_value", False):
                self._changed.pop(key, None)
        self._runs += 1
        recent = self._runs - _REMEMBERED_RUNS
        self._large = {name: kept for name, kept in self._large.items() if kept[0] >= recent}

    async def look(self) -> int:
        """Fetch every picture that the browser does not have yet, and return the bytes."""
        new = [url for url in self.page.pictures if url not in self._seen]
        self._seen.update(new)
        bodies = [await asyncio.to_thread(self._get, url) for url in new]
        return sum(map(len, bodies))

    def _get(self, url: str) -> bytes:
        response = self.http.get(self.address + url, timeout=self.seconds)
        response.raise_for_status()
        return response.content

    async def upload(self, name: str, data: bytes, *, key: str = "upload") -> Page:
        """Upload a file and wait for the page that shows it."""
        place = await self._file_place(name)
        await asyncio.to_thread(self._put, place, name, data)
        state = WidgetState(id=self.page.widgets[key][1].id)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(data), place.file_id
        info.file_urls.CopyFrom(place)
        self._changed[key] = state
        return await self.run()

    async def _file_place(self, name: str) -> FileURLs:
        """Ask where to put a file."""
        message = BackMsg()
        message.file_urls_request.request_id = secrets.token_hex(8)
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(self.seconds):
            while True:
                answer = await self._next()
                if answer.WhichOneof("type") == "file_urls_response":
                    return answer.file_urls_response.file_urls[0]

    def _put(self, place: FileURLs, name: str, data: bytes) -> None:
        if "_streamlit_xsrf" not in self.http.cookies:
            self.http.get(f"{self.address}/_stcore/health", timeout=self.seconds).raise_for_status()
        headers = {"X-Xsrftoken": self.http.cookies.get("_streamlit_xsrf") or ""}
        self.http.put(
            self.address + place.upload_url,
            files={name: (name, data, "image/jpeg")},
            headers=headers,
            timeout=self.seconds,
        ).raise_for_status()


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on a thread of its own: playwright keeps a loop running on that of the tests."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
