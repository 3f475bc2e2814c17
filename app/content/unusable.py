"""Why a picture, film or captions file cannot be shown."""


class UnusableError(Exception):
    """The message says what is wrong with a file and what to do; `line` is where, for files of text."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line
