"""The settings of the running application."""

from typing import cast

from flask import Flask, current_app

from config import Settings

KEY = "waymark.settings"


def put_settings(app: Flask, settings: Settings) -> None:
    app.extensions[KEY] = settings


def settings() -> Settings:
    return cast(Settings, current_app.extensions[KEY])
