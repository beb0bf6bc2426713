"""Worksheets as one HTML file that prints well: one, with or without its answers, or a set for a class."""

from collections.abc import Iterator
from html import escape

from sepviz.figures.kernel_card import weight_text
from sepviz.kernels import KERNELS
from sepviz.lessons.exercise import exercise, fields
from sepviz.text import Translator

_STYLE = """
@page { size: A4; margin: 16mm; }
body { font: 12pt/1.45 system-ui, sans-serif; color: #000; background: #fff; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 18pt; margin: 0 0 .4rem; }
header p { margin: .2rem 0; }
ol { padding-left: 1.6rem; }
li { break-inside: avoid; margin: 0 0 .9rem; }
.room { border: 1px solid #bbb; height: 3.6rem; margin-top: .3rem; }
body.answers { font-size: 9.5pt; line-height: 1.25; }
body.answers li { margin: 0 0 .45rem; }
.answer { margin: .1rem 0 0; }
.answer { font-weight: 700; }
table { border-collapse: collapse; margin: .3rem 0; }
td { border: 1px solid #777; min-width: 2rem; padding: .1rem .3rem; text-align: center; }
section { break-after: page; margin-bottom: 4rem; font-size: 10.5pt; line-height: 1.35; }
section .room { height: 2.9rem; }
section li { margin: 0 0 .5rem; }
section.key { break-after: auto; font-size: 9pt; line-height: 1.3; }
.key h2 { font-size: 10pt; margin: .6rem 0 .2rem; }
.key li { margin: 0 0 .15rem; }
.key article { break-inside: avoid; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
"""


QUESTIONS = range(1, 16)
WITH_CALCULATOR = (7, 12)
"""Questions whose ratio is no round number; all others are worked out in the head."""
SET = 40
_DOES_IT_PAY = 9


def page(text: Translator, seed: int, *, answers: bool) -> str:
    """Return the worksheet of a seed as a complete HTML document.

    Parameters
    ----------
    text : Translator
        Words of the reader's language.
    seed : int
        Decides the numbers; neighbours who take neighbouring seeds cannot copy.
    answers : bool
        Whether the answers stand below the questions.

    Returns
    -------
    str
        HTML that loads nothing else, every word escaped.
    """
    title = f"{text('worksheet.title_answers' if answers else 'worksheet.title')} {seed}"
    return _document(text, title, _sheet(text, seed, answers=answers), kind=' class="answers"' * answers)


def class_set(text: Translator, first: int) -> str:
    """Return the sheets of `SET` neighbouring seeds, a page each, and behind them one key that explains."""
    seeds = range(first, first + SET)
    sheets = "".join(f"<section>{_sheet(text, seed, answers=False)}</section>" for seed in seeds)
    reasons = "".join(f"<li>{escape(text(f'worksheet.why_{one}'))}</li>" for one in QUESTIONS)
    keys = "".join(_key(text, seed) for seed in seeds)
    title = text("worksheet.title_set", count=SET)
    key = (
        f'<section class="key"><h1>{escape(text("worksheet.key"))}</h1>'
        f"<h2>{escape(text('worksheet.how'))}</h2><ol>{reasons}</ol>{keys}</section>"
    )
    return _document(text, title, sheets + key)


def _document(text: Translator, title: str, body: str, *, kind: str = "") -> str:
    """Return a page that prints well and loads nothing."""
    return (
        f'<!doctype html>\n<html lang="{text.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body{kind}>{body}</body></html>\n"
    )


def _sheet(text: Translator, seed: int, *, answers: bool) -> str:
    """Return one sheet: its heading and its questions, with room or with the answers below."""
    title = escape(text("worksheet.title_answers" if answers else "worksheet.title"))
    name = "" if answers else f"<p>{escape(text('worksheet.name'))} ______________________________</p>"
    rules = escape(text.joined(text("worksheet.sheet", seed=str(seed)), text("worksheet.rules")))
    questions = "".join(
        f"<li>{asked}"
        + (f'<p class="answer">{answer}</p>' if answers else '<div class="room"></div>')
        + "</li>"
        for asked, answer in _questions(text, seed)
    )
    return f"<header><h1>{title}</h1>{name}<p>{rules}</p></header><ol>{questions}</ol>"


def _key(text: Translator, seed: int) -> str:
    """Return the answers of one sheet, as close together as can be read."""
    answers = "".join(f"<li>{answer}</li>" for _, answer in _questions(text, seed))
    return (
        f"<article><h2>{escape(text('worksheet.sheet', seed=str(seed)))}</h2><ol>{answers}</ol></article>"
    )


def _questions(text: Translator, seed: int) -> Iterator[tuple[str, str]]:
    """Yield each question of a sheet with its answer, as HTML."""
    made = exercise(seed)
    numbers = fields(made)
    numbers |= {name: text(f"worksheet.corner_{at}") for name, at in _corners(made.corner).items()}
    for number in QUESTIONS:
        asked = escape(text(f"worksheet.question_{number}", **numbers))
        if number in WITH_CALCULATOR:
            asked += f" <em>{escape(text('worksheet.calculator'))}</em>"
        kernel = _kernel(made.kernel) if number == 3 else ""
        kind = f"{number}_{'pays' if made.few > 1 else 'not'}" if number == _DOES_IT_PAY else number
        yield asked + kernel, escape(text(f"worksheet.answer_{kind}", **numbers))


def _corners(corner: int) -> dict[str, int]:
    """Return the corner of the 1, which is what comes out, and the opposite one of a flipped kernel."""
    return {"corner": corner, "opposite": 3 - corner}


def _kernel(name: str) -> str:
    """Return a kernel of the catalogue as a table of its numbers."""
    rows = "".join(
        f"<tr>{''.join(f'<td>{weight_text(value)}</td>' for value in row)}</tr>"
        for row in KERNELS[name].weights
    )
    return f"<table>{rows}</table>"
