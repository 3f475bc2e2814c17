"""`flask assets build`: the pages' styles, scripts and fonts, from npm packages and our own sources."""

import hashlib
import json
import re
import shutil

import click
from flask.cli import AppGroup

from app.web.assets import STATIC
from config import ROOT

PACKAGES = ROOT / "node_modules"
GOVUK = PACKAGES / "govuk-frontend" / "dist" / "govuk"
SOURCES = ROOT / "app" / "web" / "frontend"
FONT_PACKAGES = PACKAGES / "@expo-google-fonts"
DISPLAY_FACES = (
    "eb-garamond/400Regular_Italic/EBGaramond_400Regular_Italic.ttf",
    "eb-garamond/500Medium/EBGaramond_500Medium.ttf",
)
FONT_FACE = re.compile(r"/\*![^*]*Margaret Calvert[^*]*\*/|@font-face\{[^}]*\}")
OWN_STACK = '-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",arial,sans-serif'

assets = AppGroup("assets", help="The files that pages and certificates are dressed with.")


@assets.command("build")
def build() -> None:
    """Build app/static from node_modules and app/web/frontend."""
    if not GOVUK.exists():
        raise click.ClickException("node_modules is missing. Run: npm ci")
    shutil.rmtree(STATIC, ignore_errors=True)
    STATIC.mkdir(parents=True)
    names = {
        "waymark.css": _write("waymark.css", _styles()),
        "govuk.js": _write("govuk.js", _without_map((GOVUK / "govuk-frontend.min.js").read_text())),
    }
    own_script = (SOURCES / "waymark.js").read_text().replace("./govuk.js", f"./{names['govuk.js']}")
    names["waymark.js"] = _write("waymark.js", own_script)
    names["icon.svg"] = _write("icon.svg", (SOURCES / "icon.svg").read_text())
    (STATIC / "manifest.json").write_text(json.dumps(names, indent=1))
    fonts = _copy_fonts()
    click.echo(f"Built {len(names)} files and {fonts} fonts in {STATIC.relative_to(ROOT)}")


def _styles() -> str:
    """GOV.UK Frontend without its font, which only GOV.UK may use, then our own sheets in the order of their names."""
    govuk = FONT_FACE.sub("", (GOVUK / "govuk-frontend.min.css").read_text())
    govuk = govuk.replace("GDS Transport,arial,sans-serif", OWN_STACK)
    if "GDS Transport" in govuk or "/assets/fonts" in govuk:
        raise click.ClickException("GOV.UK's own font is still in the styles: its place in the file has changed.")
    own = "\n".join(sheet.read_text() for sheet in sorted(SOURCES.glob("*.css")))
    return _without_map(govuk) + "\n" + own


def _without_map(text: str) -> str:
    return re.sub(r"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$", "", text)


def _write(name: str, text: str) -> str:
    stem, dot, ending = name.partition(".")
    hashed = f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}{dot}{ending}"
    (STATIC / hashed).write_text(text)
    return hashed


def _copy_fonts() -> int:
    """Certificates are drawn with every font of this folder; further scripts are further files in it."""
    folder = STATIC / "fonts"
    folder.mkdir()
    files = [*FONT_PACKAGES.glob("*/400Regular/*.ttf"), *(FONT_PACKAGES / face for face in DISPLAY_FACES)]
    for file in files:
        shutil.copy(file, folder)
    return len(files)
