"""The files that pages load, under names that change with their content."""

import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"


class AssetsMissing(Exception):
    """The build step has not run."""


@cache
def asset_url(name: str) -> str:
    """The address of a built file, given its plain name such as `waymark.css`."""
    manifest = STATIC / "manifest.json"
    if not manifest.exists():
        raise AssetsMissing("The pages' styles and scripts are not built yet. Run: make assets")
    names: dict[str, str] = json.loads(manifest.read_text())
    return f"/static/{names[name]}"
