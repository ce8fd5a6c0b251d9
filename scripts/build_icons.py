"""Write the icon shapes from an unpacked `@tabler/icons` package.

npm pack @tabler/icons && tar xzf tabler-icons-*.tgz && uv run python scripts/build_icons.py package
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/toolwright/extend/icons.tsv"


def main(package: Path) -> None:
    """Every outline icon becomes a line: its name, a tab, its path data joined by `|`."""
    version = json.loads((package / "package.json").read_text())["version"]
    nodes = json.loads((package / "tabler-nodes-outline.json").read_text())
    lines = [f"# Tabler Icons {version}, MIT licence, copyright Paweł Kuna; made by scripts/build_icons.py"]
    for name, shapes in sorted(nodes.items()):
        lines.append(f"{name}\t{'|'.join(attributes['d'] for _, attributes in shapes)}")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} icons, {TARGET.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
