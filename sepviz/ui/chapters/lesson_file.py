"""The lesson as one HTML file, which works from a USB stick: all chapters, in one language or in both."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from sepviz.lessons.numbers import numbers
from sepviz.text import LANGUAGES, Translator, translator
from sepviz.text.lessons import CHAPTERS, Choice, Lesson, lesson
from sepviz.ui.chapters import lanes
from sepviz.ui.chapters.sides import Side, prose, sides
from sepviz.ui.components.bundle import css
from sepviz.ui.components.microscope_view import MicroscopeView
from sepviz.ui.components.offline import Microscopes, page

_MEASURED = 9  # the chapter that sets a time beside the count
_STYLE = Path(__file__).parents[1] / "shell" / "style.css"


def lesson_file(languages: Sequence[str], measured: Mapping[str, Sequence[str]]) -> str:
    """Return the lesson as one HTML document.

    Parameters
    ----------
    languages : list of str
        Keys of `sepviz.text.LANGUAGES`; the first one is on show when the file is opened.
    measured : mapping of str to list of str
        In each language, what was measured of the layer of chapter 9, and where.

    Returns
    -------
    str
        HTML that asks nothing of any host, every word escaped.
    """
    microscopes = Microscopes()
    body = "".join(_in_language(one, languages, microscopes, measured[one]) for one in languages)
    styles = _STYLE.read_text("utf-8") + css("lesson")
    title = translator(languages[0])("walk.title")
    return page(body, microscopes, title=title, languages=languages, script="lesson.js", styles=styles)


def _in_language(
    language: str, languages: Sequence[str], microscopes: Microscopes, measured: Sequence[str]
) -> str:
    """Return all chapters in one language, with their bar."""
    text = translator(language)
    chapters = "".join(_chapter(text, number, microscopes, measured) for number in CHAPTERS)
    titles = {number: escape(_written(text, number).title) for number in CHAPTERS}
    numbered = "".join(
        f'<button type="button" data-go="{number}" aria-label="{number}. {title}">{number}</button>'
        for number, title in titles.items()
    )
    others = "".join(
        f'<button type="button" data-language="{one}" lang="{one}">{LANGUAGES[one]}</button>'
        for one in languages
        if one != language
    )
    title, named = escape(text("walk.title")), escape(text("walk.chapters"))
    return (
        f'<div class="lesson" lang="{language}" hidden><main><h1>{title}</h1>{chapters}</main><footer>'
        f'<nav aria-label="{named}">{_button(text, "back")}{numbered}'
        f"{_button(text, 'next')}</nav>{_button(text, 'present', 'begin')}{_button(text, 'leave')}{others}"
        f'<p class="keys">{escape(text("walk.keys"))}</p></footer></div>'
    )


def _chapter(text: Translator, number: int, microscopes: Microscopes, measured: Sequence[str]) -> str:
    """Return one chapter: idea, question, an answer to each choice, and its pictures."""
    written = _written(text, number)
    outcomes = f'<div class="outcomes">{lanes.outcomes(text, written.choices)}</div>' if number == 1 else ""
    before, after = sides(text, number)
    pictures = _side(before, microscopes, revealed=False) + _side(after, microscopes, revealed=True)
    if number == _MEASURED:
        sentences = "".join(map(prose, measured))
        pictures += f'<div class="side" data-revealed="true">{sentences}</div>'
    return (
        f'<article data-chapter="{number}"><h2>{number} · {escape(written.title)}</h2><div>'
        f'<div class="idea">{prose(written.idea)}</div>{outcomes}{_question(text, number, written)}</div>'
        f'<div class="picture">{pictures}</div></article>'
    )


def _written(text: Translator, number: int) -> Lesson:
    """Return the text of a chapter."""
    return lesson(text.language, number, numbers())


def _question(text: Translator, number: int, written: Lesson) -> str:
    """Return the question, its choices, and what is said to each and to a class that chose none."""
    radio = f'<input type="radio" name="{text.language}-{number}"'
    choices = "".join(
        f'<label>{radio} value="{one.id}"> {_inline(_lettered(text, one))}</label>'
        for one in written.choices
    )
    right = _lettered(text, written.right)
    answers = [("", True, f"**{right}** · {written.right.answer}")]
    for one in written.choices:
        more = "" if one.right else text("walk.right_is", choice=right)
        answers.append((one.id, one.right, text.joined(one.answer, more)))
    said = "".join(
        f'<p data-choice="{choice}"{" class=right" * is_right}>{_inline(answer)}</p>'
        for choice, is_right, answer in answers
    )
    locked, free = escape(text("walk.choose_first")), escape(text("walk.reveal"))
    return (
        f'<fieldset class="question"><legend>{_inline(written.question)}</legend>{choices}</fieldset>'
        f'<button type="button" class="reveal" data-locked="{locked}" data-free="{free}">{free}</button>'
        f'<div class="answers" aria-live="polite">{said}</div>{_button(text, "again")}'
    )


def _side(side: Side, microscopes: Microscopes, *, revealed: bool) -> str:
    """Return the pictures before or after the answer."""
    choice = ""
    if side.choice:
        options = "".join(f"<option>{escape(name)}</option>" for name, _ in side.variants)
        choice = f'<label>{escape(side.choice)} <select class="which">{options}</select></label>'
    variants = "".join(
        f'<div class="variant">{"".join(_part(part, microscopes) for part in parts)}</div>'
        for _, parts in side.variants
    )
    always = f'<div class="always">{"".join(side.always)}</div>' if side.always else ""
    told = "true" if revealed else "false"
    return f'<div class="side" data-revealed="{told}">{choice}{variants}{always}</div>'


def _part(part: str | MicroscopeView, microscopes: Microscopes) -> str:
    """Return finished HTML, or the place of a microscope."""
    return part if isinstance(part, str) else microscopes.place(part)


def _lettered(text: Translator, choice: Choice) -> str:
    """Return a choice as a class calls it."""
    return text("walk.lettered", letter=choice.letter, label=choice.label)


def _inline(markdown: str) -> str:
    """Return a sentence without its paragraph."""
    return prose(markdown).removeprefix("<p>").removesuffix("</p>")


def _button(text: Translator, word: str, kind: str = "") -> str:
    """Return a button by its word."""
    return f'<button type="button" class="{kind or word}">{escape(text(f"walk.{word}"))}</button>'
