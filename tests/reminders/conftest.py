from tests.mailing.conftest import postbox, repairs

__all__ = ["postbox", "repairs"]
