"""A disk of our own: an ext4 file system in a file, which can be full, fail, or lose its power. Linux, as root."""

import errno
import fcntl
import os
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTE = 1024**2
SHUTDOWN = 0x8004587D
"""The ioctl EXT4_IOC_SHUTDOWN of Linux, made for tests of this kind."""
FORGET_THE_JOURNAL = 2
NEVER_BY_ITSELF = "commit=3600,noatime"
"""Mount options: what nobody asks to be synced is not, for an hour."""


class CannotMount(Exception):
    """This machine or this user may not mount file systems."""


@contextmanager
def own_disk(megabytes: int) -> Iterator["Disk"]:
    """A disk that is taken away at the end, whoever still has a file open on it."""
    with tempfile.TemporaryDirectory(prefix="waymark-disk-") as place:
        Path(place).chmod(0o755)
        disk = Disk(Path(place), megabytes)
        try:
            yield disk
        finally:
            disk.take_away()


class Disk:
    """`folder` is where it is mounted."""

    def __init__(self, place: Path, megabytes: int) -> None:
        self.folder = place / "disk"
        self.folder.mkdir()
        self._image, self._filler = place / "disk.img", self.folder / "filler"
        with self._image.open("wb") as image:
            image.truncate(megabytes * MEGABYTE)
        _run("mkfs.ext4", "-q", "-m", "0", str(self._image))
        self._mount()

    def take_away(self) -> None:
        _run("umount", "--lazy", str(self.folder))

    def fill(self) -> None:
        with self._filler.open("ab", buffering=0) as filler:
            for size in (MEGABYTE, 4096, 512):
                while _fits(filler.fileno(), size):
                    pass

    def free(self) -> None:
        self._filler.unlink()

    def cut_power(self) -> None:
        """From this instant nothing reaches the disk; what no sync had brought there is lost with `mount_again`."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, SHUTDOWN, struct.pack("I", FORGET_THE_JOURNAL))
        finally:
            os.close(folder)

    def fail(self) -> None:
        """Become read-only for everybody, as the kernel does with a disk that it no longer trusts."""
        _run("mount", "-o", "remount,abort", str(self.folder))

    def mount_again(self) -> None:
        """Nobody may have a file open on it."""
        _run("umount", str(self.folder))
        self._mount()

    def _mount(self) -> None:
        _run("mount", "-o", f"loop,{NEVER_BY_ITSELF}", str(self._image), str(self.folder))


def _fits(file: int, size: int) -> bool:
    try:
        os.write(file, bytes(size))
        os.fsync(file)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return False
    return True


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as missing:
        raise CannotMount(missing) from missing
    if done.returncode:
        raise CannotMount(f"{command[0]}: {done.stderr.strip()}")
