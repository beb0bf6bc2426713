"""Text with prompts, notebook commands, a byte order mark, and printed models."""

import pytest

from sepviz.codegen import Reason, Totals, convert
from sepviz.errors import CodeError

TWIN = "nn.Sequential(nn.Conv2d(3, 3, 3, groups=3, bias=False), nn.Conv2d(3, 8, 1))"


@pytest.mark.parametrize(
    ("template", "line"),
    [
        (">>> m = {}\n", 1),
        (">>> import torch\n>>> m = {}\n>>> m(x).shape\ntorch.Size([1, 8, (3\n", 2),
        ("    >>> if a:\n    ...     m = {}\n    ...\n    ready :-)\n", 2),
        ("In [9]: a = 1\nOut[9]: 1\n\nIn [10]: m = {}\n", 4),
        ("%matplotlib inline\n!pip install torch \\\n    torchvision\nm = {}\n", 4),
        ("if a:\n    %load_ext x\n    !rm x\n    files = !ls\n    m = {}\n", 5),
        ("%%time\nm = {}\nm?\n", 2),
        ("%time m = {}\n", 1),
        ("out\rout\n>>> m = {}\n", 3),
        ("    if a:\n        %time m = {}\n", 2),
        ("\ufeffimport torch\nm = {}\n", 2),
        ("\ufeff'é'; m = {}\n", 1),
    ],
)
def test_what_stands_around_code_in_sessions_and_notebooks_stays(template, line):
    conversion = convert(template.replace("{}", "nn.Conv2d(3, 8, 3)"))
    assert conversion.code == template.replace("{}", TWIN)
    assert conversion.converted == (line,)


def test_a_call_on_several_lines_of_a_session_keeps_its_prompts():
    source = ">>> m = nn.Conv2d(\n...     3,\n...     8, 3)\n>>> m(x)\n1\n"
    assert convert(source).code == (
        ">>> m = nn.Sequential(\n"
        "...     nn.Conv2d(3, 3, 3, groups=3, bias=False),\n"
        "...     nn.Conv2d(3, 8, 1),\n"
        "... )\n>>> m(x)\n1\n"
    )


def test_a_cell_in_another_language_has_no_convolutions():
    source = "%%bash\necho nn.Conv2d(3, 8, 3\n"
    assert convert(source).code == source


def test_a_mistake_in_a_session_is_named_with_its_line():
    with pytest.raises(CodeError) as caught:
        convert("out\n>>> a = 1\n>>> m = nn.Conv2d(3 8)\n")
    assert caught.value.fields["line"] == 3


PRINTED = """\
Net(
  (stem): Conv2d(3, 8, kernel_size=(3, 5), stride=(2, 1), padding=(1, 2), bias=False)
  (blocks): ModuleList(
    (0-2): 3 x Block(
      (conv): Conv2d(8, 8, kernel_size=(3, 3), stride=(1, 1), padding=same, padding_mode=reflect)
      (act): ReLU(inplace=True)
    )
    (3): Conv2d(8, 8, kernel_size=(3, 3), stride=(1, 1), groups=8)
  )
  (point): Conv2d(8, 4, kernel_size=(1, 1), stride=(1, 1))
  (up): ConvTranspose2d(4, 4, kernel_size=(2, 2), stride=(2, 2))
)
"""


@pytest.mark.parametrize("before", ["", ">>> print(net)\n", "In [3]: net\nOut[3]:\n", "Look what I got:\n"])
def test_a_printed_model_is_counted_and_stays(before):
    conversion = convert(before + PRINTED)
    first = before.count("\n")
    assert conversion.code == before + PRINTED
    assert conversion.converted == conversion.unknown_names == ()
    assert conversion.counted == (first + 2, first + 5)
    assert conversion.before.parameters == 15 * 3 * 8 + 3 * (9 * 8 * 8 + 8)
    assert conversion.after.parameters == 15 * 3 + 3 * 8 + 3 * (9 * 8 + 8 * 8 + 8)
    assert conversion.after.multiplications == 15 * 3 + 3 * 8 + 3 * (9 * 8 + 8 * 8)
    assert conversion.skipped == (
        (first + 8, Reason.GROUPS),
        (first + 10, Reason.ONE_BY_ONE),
        (first + 11, Reason.TRANSPOSED),
    )


def test_a_line_of_a_printed_model_is_counted():
    line = "    (conv1): Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2), padding=(3, 3), bias=False)\n"
    assert convert(line).before == Totals(parameters=9408, multiplications=9408)
    assert convert(line.replace("64", "0")).skipped == ((1, Reason.IMPOSSIBLE),)


def test_a_program_with_a_mistake_is_no_printed_model():
    with pytest.raises(CodeError):
        convert(f"import torch\n'''\n{PRINTED}'''\nx = (\n")
