"""A worksheet as one HTML file that prints well: twelve questions, with or without their answers."""

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
.room { border: 1px solid #bbb; height: 4.6rem; margin-top: .3rem; }
body.answers { font-size: 10pt; line-height: 1.3; }
body.answers li { margin: 0 0 .45rem; }
.answer { margin: .1rem 0 0; }
.answer { font-weight: 700; }
table { border-collapse: collapse; margin: .3rem 0; }
td { border: 1px solid #777; min-width: 2rem; padding: .1rem .3rem; text-align: center; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
"""


QUESTIONS = range(1, 13)
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
    made = exercise(seed)
    numbers = fields(made)
    title = escape(text("worksheet.title_answers" if answers else "worksheet.title"))
    questions = []
    numbers |= {name: text(f"worksheet.corner_{at}") for name, at in _corners(made.corner).items()}
    for chapter in QUESTIONS:
        asked = escape(text(f"worksheet.question_{chapter}", **numbers))
        kernel = _kernel(made.kernel) if chapter == 3 else ""
        kind = f"{chapter}_{'pays' if made.few > 1 else 'not'}" if chapter == _DOES_IT_PAY else chapter
        answer = escape(text(f"worksheet.answer_{kind}", **numbers))
        line = f'<p class="answer">{answer}</p>' if answers else '<div class="room"></div>'
        questions.append(f"<li>{asked}{kernel}{line}</li>")
    name = "" if answers else f"<p>{escape(text('worksheet.name'))} ______________________________</p>"
    rules = f"{text('worksheet.sheet', seed=str(seed))} {text('worksheet.rules')}"
    klass = ' class="answers"' if answers else ""
    return (
        f'<!doctype html>\n<html lang="{text.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title} {seed}</title>'
        f"<style>{_STYLE}</style></head><body{klass}><header><h1>{title}</h1>{name}"
        f"<p>{escape(rules)}</p></header>"
        f"<ol>{''.join(questions)}</ol></body></html>\n"
    )


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
