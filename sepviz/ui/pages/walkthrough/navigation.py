"""Back, next and the map of the chapters: a bar drawn in the browser, which also hears the keys.

The browser counts its presses and names the chapter that each one leads to. So a second press before
the first one's answer counts from where the first one leads, and no message of an older state undoes it.
"""

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from sepviz.text import Translator
from sepviz.text.lessons import CHAPTERS
from sepviz.ui.pages.walkthrough import predictions
from sepviz.ui.pages.walkthrough.classroom import attendance
from sepviz.ui.pages.walkthrough.classroom.attendance import Attendance
from sepviz.ui.session import state

_KEY, _DONE, _BACKS = "_walk_bar", "_walk_press", "_walk_backs"


def bar(text: Translator, *, chapter: int, present: bool, titles: list[str], attended: Attendance) -> None:
    """Show the way back, the map and the way on, and hear the keys.

    Parameters
    ----------
    text : Translator
        Words of the reader's language.
    chapter : int
        The chapter on show; the page scrolls to its top when it changes.
    present : bool
        Whether the keys of a clicker count, too.
    titles : list of str
        The chapters' titles, of which a screen reader hears the new one.
    attended : Attendance
        The class, whose stage the keys follow; in one, the browser of a student names itself.
    """
    data = {
        "chapter": chapter,
        "revealed": predictions.prediction(chapter).revealed,
        "present": present,
        "titles": titles,
        "labels": {name: text(f"walk.{name}") for name in ("back", "next", "chapters")},
        "done": st.session_state.get(_DONE, 0),
        "predictions": predictions.as_text(),
        "settled": predictions.settled(),
        "stage": attended.stage(chapter),
        "nameless": attended.learns and attended.room is not None and not attendance.knows_browser(),
    }
    shown = _renderer()(
        key=_KEY, data=data, on_at_change=_moved, on_kept_change=_restored, on_browser_change=_named
    )
    # A server that was restarted hears of a press before it knows this bar: no callback ran.
    if _move(shown.get("at")) or attendance.name_browser(shown.get("browser")):
        st.rerun()


def newest_move(at: Any, done: int) -> tuple[int, int | None, int, bool] | None:
    """Return what the browser sent, if it is news.

    That is the number of the press, its chapter, the count of Back presses, and whether presenter mode
    was left since the last press that was done.

    Examples
    --------
    >>> newest_move({"press": 4, "chapter": 7, "backs": 0, "left": 0}, 3)
    (4, 7, 0, False)
    >>> newest_move({"press": 4, "chapter": 7, "backs": 0, "left": 0}, 4) is None
    True
    """
    if not isinstance(at, dict):
        return None
    press, chapter, backs, left = (at.get(name) for name in ("press", "chapter", "backs", "left"))
    if type(press) is not int or type(backs) is not int or type(left) is not int or press <= done:
        return None
    return press, chapter if chapter in CHAPTERS and type(chapter) is int else None, backs, left > done


def _move(at: Any) -> bool:
    """Open the chapter that the newest press leads to; say whether there was one."""
    news = newest_move(at, st.session_state.get(_DONE, 0))
    if news is None:
        return False
    st.session_state[_DONE], chapter, backs, leaves = news
    if backs > st.session_state.get(_BACKS, 0):
        st.session_state[_BACKS] = backs
        state.expect_older_link()
    if chapter is not None:
        state.put({"chapter": chapter})
    if leaves:
        state.put({"present": False})
    return True


def _moved() -> None:
    """Follow a press before the page is drawn."""
    _move((st.session_state.get(_KEY) or {}).get("at"))


def _restored() -> None:
    """Take over the predictions that the browser kept when the page was loaded again."""
    predictions.restore((st.session_state.get(_KEY) or {}).get("kept"))


def _named() -> None:
    """Take over the random name of a student's browser, which counts once in a vote."""
    attendance.name_browser((st.session_state.get(_KEY) or {}).get("browser"))


@cache
def _renderer() -> ComponentRenderer:
    """Register the bar once in a process."""
    html, css, js = (
        (Path(__file__).parent / f"navigation.{kind}").read_text("utf-8") for kind in ("html", "css", "js")
    )
    return st.components.v2.component("sepviz_walk", html=html, css=css, js=js)
