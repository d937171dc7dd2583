"""The modules of the package import one another in one direction, imports for type checkers and inside functions counted."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Optional

import qiyuesuo

PACKAGE = Path(qiyuesuo.__file__).parent


def imported(file: Path, name: str, modules: dict[str, Path]) -> set[str]:
    """The modules among these that a file names in its imports. That a module's packages are loaded before it is no
    import of its own."""
    package = name if file.stem == "__init__" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level else ""
            source = ".".join(part for part in (above, node.module) if part)
            for alias in node.names:
                inside = f"{source}.{alias.name}"
                found.add(inside if inside in modules else source)
    return found & modules.keys()


def imports(folder: Path) -> dict[str, set[str]]:
    modules: dict[str, Path] = {}
    for file in (*folder.rglob("*.py"), *folder.rglob("*.pyi")):
        parts = file.relative_to(folder.parent).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return {name: imported(file, name, modules) for name, file in modules.items()}


def ring(graph: dict[str, set[str]]) -> Optional[list[str]]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return None


def test_the_package_imports_in_one_direction() -> None:
    graph = imports(PACKAGE)
    assert ring(graph) is None
    # What the rule is for: families are below the clients that have them.
    assert "qiyuesuo._resource" in graph["qiyuesuo._generated.saas"]
    assert {"qiyuesuo._generated.families", "qiyuesuo._shared"} <= graph["qiyuesuo._client"]


def test_a_ring_is_found_wherever_its_imports_stand(tmp_path: Path) -> None:
    folder = tmp_path / "wheel"
    (folder / "inner").mkdir(parents=True)
    (folder / "__init__.py").write_text("from . import hub\nfrom .rim import Rim\n")
    (folder / "hub.py").write_text("if TYPE_CHECKING:\n    from .inner.spoke import Spoke\n")
    (folder / "rim.py").write_text("import wheel.hub\n")
    (folder / "inner" / "__init__.py").write_text("")
    spoke = folder / "inner" / "spoke.py"
    spoke.write_text("")
    assert ring(imports(folder)) is None
    for way_back in ("from ..rim import Rim", "def f():\n    from .. import rim", "from wheel.rim import Rim"):
        spoke.write_text(way_back + "\n")
        found = ring(imports(folder))
        assert found is not None and set(found) == {"wheel.hub", "wheel.inner.spoke", "wheel.rim"}, way_back
