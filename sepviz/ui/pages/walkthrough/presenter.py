"""The style of presenter mode: larger type, and nothing but the lesson."""

from pathlib import Path

STYLE = Path(__file__).parent / "presenter.css"
