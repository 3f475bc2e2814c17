import shutil
from pathlib import Path

import pytest

from app.documents.fonts import FontLibrary, FontsMissing, text_width
from app.documents.printable import Refusal, UnprintableName


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("Siân", ["EBGaramond-Medium"]),
        ("أحمد", ["Amiri-Regular"]),
        ("Ann أحمد", ["Amiri-Regular"]),  # one font that has both comes before two
        ("Nguyễn שרה", ["EBGaramond-Medium", "NotoSerifHebrew-Regular"]),
        ("ọ́", ["NotoSerif-Regular"]),  # Garamond's mark would miss the letter
    ],
)
def test_a_text_is_printed_in_as_few_fonts_as_draw_it(library: FontLibrary, text: str, styles: list[str]) -> None:
    chosen = library.choose(text, ("EBGaramond-Medium", "NotoSerif-Regular"))
    assert [face.style for face in chosen] == styles


def test_another_file_in_the_folder_is_another_script(fonts_folder: Path, tmp_path: Path) -> None:
    shutil.copy(fonts_folder / "EBGaramond_400Regular.ttf", tmp_path)
    with pytest.raises(UnprintableName) as refusal:
        FontLibrary(tmp_path).choose("გია and გია")
    assert (refusal.value.reason, refusal.value.characters) == (Refusal.NO_FONT, "გია")
    shutil.copy(fonts_folder / "NotoSansGeorgian_400Regular.ttf", tmp_path)
    assert FontLibrary(tmp_path).choose("გია")


def test_a_library_made_twice_is_the_same_fonts(fonts_folder: Path, library: FontLibrary) -> None:
    assert [face.family for face in FontLibrary(fonts_folder).faces] == [face.family for face in library.faces]


def test_a_folder_without_fonts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing):
        FontLibrary(tmp_path)


def test_a_width_is_the_sum_over_the_fonts_that_draw_it(library: FontLibrary) -> None:
    faces = library.choose("Nguyễn שרה", ("EBGaramond-Medium",))
    parts = [text_width(part, faces, 20) for part in ("Nguyễn ", "שרה")]
    assert text_width("Nguyễn שרה", faces, 20) == pytest.approx(sum(parts))
    assert all(part > 0 for part in parts)
