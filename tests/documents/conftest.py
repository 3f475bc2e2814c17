from pathlib import Path

import pytest

from app.documents.certificate import render_certificate
from app.documents.fonts import FontLibrary
from app.documents.keys import KeyFolder, SigningKey
from app.documents.signing import sign_pdf
from tests.documents.signed import NUMBER, SIGNED_AT, Signed
from tests.documents.test_certificate import FACTS


@pytest.fixture(scope="session")
def fonts_folder() -> Path:
    folder = Path(__file__).parents[2] / "app" / "static" / "fonts"
    assert list(folder.glob("*.ttf")), f"no fonts in {folder}: run `make assets`"
    return folder


@pytest.fixture(scope="session")
def library(fonts_folder: Path) -> FontLibrary:
    return FontLibrary(fonts_folder)


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signing") / "keys"
    KeyFolder(folder).make_first()
    return folder


@pytest.fixture(scope="session")
def key(key_folder: Path) -> SigningKey:
    return KeyFolder(key_folder).current()


@pytest.fixture(scope="session")
def signed(library: FontLibrary, key: SigningKey) -> Signed:
    plain = render_certificate(FACTS, library, NUMBER)
    return Signed(plain, sign_pdf(plain, key, SIGNED_AT), key)


@pytest.fixture(scope="session")
def another_key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return KeyFolder(tmp_path_factory.mktemp("another") / "keys").make_first()
