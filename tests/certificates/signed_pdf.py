"""A certificate as its owner downloads it."""

from app.models import Certificate
from tests.client import StrictClient


def download(client: StrictClient, certificate: Certificate) -> bytes:
    return client.fetch(f"/certificates/{certificate.number}.pdf").get_data()
