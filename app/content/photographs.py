"""PNG and JPEG pictures, drawn again from their pixels so that nothing else in the file survives."""

from io import BytesIO

from PIL import Image, ImageOps

from app.content.unusable import UnusableError

MAX_PIXELS = 12_000_000
WIDEST_SHOWN = 1600

_MODES = {"PNG": ("1", "L", "LA", "P", "RGB", "RGBA"), "JPEG": ("L", "RGB")}
_FALLBACK = {"PNG": "RGBA", "JPEG": "RGB"}


def clean_photograph(data: bytes, file_format: str) -> tuple[bytes, int, int]:
    """Bytes, width and height. Turned upright; no larger than a page can show; no place, camera or comment."""
    try:
        with Image.open(BytesIO(data), formats=[file_format]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UnusableError(
                    f"This picture has more than {MAX_PIXELS // 1_000_000} million pixels. Make it smaller."
                )
            return _encoded(ImageOps.exif_transpose(picture), file_format)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        kind = {"PNG": "PNG", "JPEG": "JPEG"}[file_format]
        raise UnusableError(f"This is not a {kind} picture that can be opened. Save it again as {kind}.") from error


def _encoded(picture: Image.Image, file_format: str) -> tuple[bytes, int, int]:
    if picture.mode not in _MODES[file_format]:
        picture = picture.convert(_FALLBACK[file_format])
    if max(picture.size) > WIDEST_SHOWN:
        picture = picture.convert({"P": "RGBA", "1": "L"}.get(picture.mode, picture.mode))
        picture.thumbnail((WIDEST_SHOWN, WIDEST_SHOWN))
    picture.info = {key: value for key, value in picture.info.items() if key == "transparency"}
    out = BytesIO()
    picture.save(out, format=file_format, optimize=True, quality=85)
    return out.getvalue(), picture.width, picture.height
