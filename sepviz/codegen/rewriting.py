"""Put twins in the place of convolutions; everything else of the text stays to the character."""

from dataclasses import dataclass

from sepviz.codegen.call_sites import CallSite
from sepviz.codegen.conv_call import ConvCall
from sepviz.codegen.names import Spelling
from sepviz.codegen.pasted import Pasted
from sepviz.codegen.separable_source import twin


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A convolution to be replaced, and how its twin is spelled."""

    site: CallSite
    call: ConvCall
    spelling: Spelling


def rewritten(pasted: Pasted, edits: list[Edit]) -> str:
    """Return the source with the twins in place, and with the imports that they need.

    Parameters
    ----------
    pasted : Pasted
        The text.
    edits : list of Edit
        What is to be replaced.

    Returns
    -------
    str
        The new source.
    """
    source = pasted.source
    changes = [
        (edit.site.start, edit.site.stop, _twin(source, edit.site, edit.call)) for edit in edits
    ] + _imports(pasted, edits)
    pieces, copied = [], 0
    for start, stop, text in sorted(changes):
        pieces += [source[copied:start], text]
        copied = stop
    return "".join([*pieces, source[copied:]])


def _twin(source: str, site: CallSite, call: ConvCall) -> str:
    """Write the twin with the prompts that the lines of the source have."""
    begin = max(source.rfind("\n", 0, site.start), source.rfind("\r", 0, site.start)) + 1
    line = source[begin + len(site.continuation) : site.start]
    text = twin(call, line[: len(line) - len(line.lstrip())])
    return text.replace(call.newline, call.newline + site.continuation) if site.continuation else text


def _imports(pasted: Pasted, edits: list[Edit]) -> list[tuple[int, int, str]]:
    """Import what the twins are made of, beside the convolution that they replace."""
    added: dict[int, str] = {}
    for edit in edits:
        for alias in edit.spelling.imports:
            assert alias.end_lineno is not None
            assert alias.end_col_offset is not None
            place = pasted.offset(alias.end_lineno, alias.end_col_offset)
            added[place] = f", {edit.spelling.text}"
    return [(place, place, text) for place, text in added.items()]
