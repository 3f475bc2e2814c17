"""Files as one zip."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date


def zipped(files: Mapping[str, bytes | Iterable[bytes]], made_on: date) -> bytes:
    """The files by their names, in their order, all dated the same so that the same content makes the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content if isinstance(content, bytes) else b"".join(content))
    return buffer.getvalue()
