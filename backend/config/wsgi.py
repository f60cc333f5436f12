"""The door for a web server; with an embedded worker it also starts the background thread."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")

application = get_wsgi_application()

if settings.JOBS_WORKER == "embedded":
    # Imported here because models can be read only once Django is set up, which the call above
    # does. gunicorn imports this module in each worker process after its fork: no --preload.
    from backend.config.recurring import SCHEDULE
    from backend.jobs.embedded import start_embedded_worker

    start_embedded_worker(SCHEDULE)
