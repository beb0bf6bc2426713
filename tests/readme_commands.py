"""Print the README's test command (the second fenced one of its Quick start), so that CI runs just that."""

import re
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def commands() -> list[str]:
    """Return the two commands of the section 'Quick start'."""
    section = README.read_text(encoding="utf-8").split("## Quick start")[1].split("\n## ")[0]
    return [block.strip() for block in re.findall(r"```(?:sh|bash)\n(.*?)```", section, re.DOTALL)]


if __name__ == "__main__":
    print(commands()[1])
