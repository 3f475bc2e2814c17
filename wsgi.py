"""What a web server loads: `gunicorn wsgi:app`."""

import sys

from app.factory import create_app
from app.web.demo_accounts import refuse_demo_accounts
from app.web.signing import prepare_key
from config import WrongSetting

try:
    app = create_app()
    refuse_demo_accounts(app)
    prepare_key(app)
except WrongSetting as wrong:
    sys.exit(f"Waymark does not start: {wrong}")
