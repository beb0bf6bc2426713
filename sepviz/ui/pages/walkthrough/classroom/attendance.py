"""Which class this visitor is in, as what, and what they do there."""

import re
import time
from dataclasses import dataclass

import streamlit as st

from sepviz.lessons.classroom import Classroom, Stage, Vote, new_code, new_secret
from sepviz.ui.server.store import Answered, StoreDownError, store
from sepviz.ui.session import state

_BROWSER, _SENT, _TROUBLE = "_class_browser", "_class_sent", "_class_trouble"
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A visitor's class: its code if there is one, and the class if it is open.

    ``down`` says that the store did not answer.
    """

    code: str = ""
    room: Classroom | None = None
    teaches: bool = False
    down: bool = False

    @property
    def learns(self) -> bool:
        """Whether the visitor came with a code and is not the teacher."""
        return bool(self.code) and not self.teaches

    def stage(self, chapter: int) -> Stage | None:
        """Return how far the vote on a chapter is, or None where there is no class."""
        return self.room.vote(chapter).stage if self.room else None

    def waits(self, chapter: int) -> bool:
        """Whether the answer of a chapter is shown to the class together, later."""
        return self.learns and self.room is not None and not self.room.vote(chapter).stage.shown


def now() -> Attendance:
    """Return the class of this visitor's link as it is just now."""
    values = state.settings()
    code = values.class_
    if not code:
        return Attendance()
    try:
        kept = store().read(code)
    except StoreDownError:
        return Attendance(code=code, down=True)
    if not kept:
        return Attendance(code=code)
    room = Classroom.read(code, kept)
    return Attendance(code=code, room=room, teaches=room.is_taught_with(values.teach))


def arrive(room: Classroom, chapter: int) -> None:
    """Bring the class to the chapter that its teacher has opened; the vote's time begins then."""
    if room.chapter != chapter:
        store().change(room.code, {"chapter": str(chapter)})
    if chapter not in room.votes:
        _take(room, chapter, Stage.SOLO)


def go_on(chapter: int, before: Stage, after: Stage) -> None:
    """Take the vote a stage on, once however often the button is pressed, and in how many tabs."""
    attended = now()
    if attended.room and attended.teaches and attended.stage(chapter) == before:
        _take(attended.room, chapter, after)


def _take(room: Classroom, chapter: int, stage: Stage) -> None:
    """Take a vote to a stage, unless somebody else has taken it anywhere since the class was read."""
    seen = room.votes[chapter].write() if chapter in room.votes else ""
    vote = Vote(stage, int(time.time())).write()
    store().change(room.code, {str(chapter): vote}, was={str(chapter): seen})


def answer(attended: Attendance, chapter: int, choice: str | None) -> Answered | None:
    """Send the choice of a student if a round is open, and return whether it counts."""
    vote, browser = attended.room.vote(chapter) if attended.room else Vote(), st.session_state.get(_BROWSER)
    if attended.room is None or choice is None or browser is None or vote.stage.round is None:
        return None
    place, sent = (attended.code, chapter, vote.stage.round), st.session_state.setdefault(_SENT, {})
    if sent.get(place) == choice:
        return "counted"
    said = store().answer(attended.code, question(chapter, vote.stage.round), browser, choice)
    if said == "counted":
        sent[place] = choice
    return said


def question(chapter: int, of_round: int) -> str:
    """Return the name of a round in the store."""
    return f"{chapter}-{of_round}"


def knows_browser() -> bool:
    """Return whether the browser has named itself."""
    return _BROWSER in st.session_state


def name_browser(token: object) -> bool:
    """Take the random name that the browser made for itself; say whether it is news."""
    if not isinstance(token, str) or not re.fullmatch(r"[0-9a-f]{32}", token):
        return False
    news = st.session_state.get(_BROWSER) != token
    st.session_state[_BROWSER] = token
    return news


def open_class() -> None:
    """Open a class and make this visitor its teacher."""
    values = state.settings()
    vote = Vote(Stage.SOLO, int(time.time())).write()
    kept = {"secret": new_secret(), "chapter": str(values.chapter), str(values.chapter): vote}
    st.session_state.pop(_TROUBLE, None)
    try:
        for _ in range(_TRIES):
            code = new_code()
            opened = store().open(code, kept)
            if opened == "opened":
                state.put({"class": code, "teach": kept["secret"]})
                return
        st.session_state[_TROUBLE] = "full"
    except StoreDownError:
        st.session_state[_TROUBLE] = "down"


def trouble() -> str:
    """Return why the last class could not be opened, if so."""
    return str(st.session_state.get(_TROUBLE, ""))


def leave() -> None:
    """Leave the class; its teacher ends it."""
    attended = now()
    if attended.teaches:
        store().end(attended.code)
    state.put({"class": "", "teach": ""})
