"""Waymark: a server for mandatory awareness training. `app.factory.create_app` makes the application."""
