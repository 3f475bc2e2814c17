"""What a web server loads: `gunicorn wsgi:app`."""

from app.factory import create_app
from app.web.demo_accounts import refuse_demo_accounts

app = create_app()
refuse_demo_accounts(app)
