"""The WSGI application, for `granian --interface wsgi wsgi:app` or `gunicorn wsgi:app`."""

from helpdesk.app import create_app

app = create_app()
