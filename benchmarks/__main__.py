"""Runs the benchmarks that are named, or all of them."""

import importlib
import pkgutil
import sys

from rich.console import Console

import benchmarks


def main(names: list[str]) -> int:
    """Exit code 2 for a name that is none."""
    found = [one.name for one in pkgutil.iter_modules(benchmarks.__path__) if one.name != "__main__"]
    modules = [importlib.import_module(f"benchmarks.{name}") for name in found]
    known = {module.NAME: module.run for module in modules if hasattr(module, "NAME")}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. Known: {', '.join(sorted(known))}", file=sys.stderr)
        return 2
    console = Console()
    for name, run in sorted(known.items()):
        if not names or name in names:
            run().show(console)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
