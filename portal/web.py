"""What gunicorn serves: the app, in a process tuned for answering."""

import gc

from flask import Flask

from portal.app import create_app

YOUNG = 20_000
"""New objects before the collector looks for cycles. A page makes some ten thousand, nearly none of them in one."""


def serving() -> Flask:
    """The app for a web process. What it is made of lives as long as the process: the collector leaves it alone."""
    app = create_app()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
    return app
