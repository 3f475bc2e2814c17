"""Poppler's tools, whose opinion of a PDF shares no code with ours."""

import shutil
import subprocess
from os import environ
from pathlib import Path

import pytest


def signatures(pdf: bytes, folder: Path) -> str:
    """What `pdfsig` says of the signatures of a PDF, which is put into `folder`."""
    (folder / "certificate.pdf").write_bytes(pdf)
    command = [_found("pdfsig"), "-nocert", "certificate.pdf"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False).stdout


def _found(tool: str) -> str:
    """Where it is missing, the test is skipped; in CI it fails, so that nobody goes without it unnoticed."""
    found = shutil.which(tool)
    if found:
        return found
    message = f"*** {tool} is missing, so signatures are NOT checked. Install it: bash tests/install_browser ***"
    if environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
