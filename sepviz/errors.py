"""The errors of the project: one root, and the fields from which a page words its own sentence."""


class SepvizError(ValueError):
    """Root of the errors that sepviz raises about values that it was given.

    The message is one English line for somebody who calls the library.
    A page never shows it: it words ``code`` with ``fields`` in the reader's language.

    Parameters
    ----------
    message : str
        One line that names the offending argument and carries the clashing values.
    code : str, optional
        Stable identifier of the mistake, such as ``"kernel_too_large"``;
        ``text/*.toml`` has a sentence for each under ``errors``.
    **fields : object
        The values which that sentence quotes.

    Examples
    --------
    >>> error = SepvizError("groups=2 does not divide filters=3", code="groups", groups=2, filters=3)
    >>> error.code, error.fields
    ('groups', {'groups': 2, 'filters': 3})
    """

    def __init__(self, message: str, *, code: str = "invalid", **fields: object) -> None:
        super().__init__(message)
        self.code = code
        self.fields = fields


class ShapeError(SepvizError):
    """Sizes, channel counts, strides or padding that do not fit together."""


class KernelError(SepvizError):
    """A kernel that cannot do what was asked of it."""


class ImageError(SepvizError):
    """A file that cannot be read as a picture; the message is fit for a student."""


class CodeError(SepvizError):
    """Source code that cannot be parsed; the message carries the line's number."""


class ArchitectureError(SepvizError):
    """A network of one's own that cannot be; ``line`` says which line of its text.

    Parameters
    ----------
    message : str
        What is wrong with the line, without its number.
    line : int
        Number of the line from 1; 0 where the input's shape is at fault, before any line.
    code : str, optional
        Identifier of the mistake.
    **fields : object
        The values which a sentence about it quotes.

    Examples
    --------
    >>> error = ArchitectureError("'cnv' is no layer", line=3, code="line_word", word="cnv")
    >>> str(error), error.line, error.fields
    ("line 3: 'cnv' is no layer", 3, {'word': 'cnv', 'line': 3})
    """

    def __init__(self, message: str, *, line: int, code: str = "invalid", **fields: object) -> None:
        place = f"line {line}: " if line else ""
        super().__init__(place + message, code=code, **{**fields, "line": line})
        self.line = line
