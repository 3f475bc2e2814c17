from pathlib import Path

import pytest

from app.documents.fonts import FontLibrary


@pytest.fixture(scope="session")
def fonts_folder() -> Path:
    folder = Path(__file__).parents[2] / "app" / "static" / "fonts"
    assert list(folder.glob("*.ttf")), f"no fonts in {folder}: run `make assets`"
    return folder


@pytest.fixture(scope="session")
def library(fonts_folder: Path) -> FontLibrary:
    return FontLibrary(fonts_folder)
