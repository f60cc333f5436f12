"""How the server runs on one machine: one process, eight threads, no forking after start.

The embedded worker is a thread of this process, so there is exactly one process here; several
need PostgreSQL, JOBS_WORKER=none and `manage.py run_jobs` beside them.
"""

import gc

worker_class = "gthread"
workers = 1
threads = 8
timeout = 60
graceful_timeout = 20
keepalive = 15
# A photo of 15 MB at the speed of a bad network takes minutes; threads, not the master, wait.
max_requests = 0
limit_request_line = 8190
accesslog = None
control_socket_disable = True


def post_worker_init(worker: object) -> None:
    """Let the garbage collector forget what lives as long as the process, and look less often:
    walking over all of Django and over a page's own thousands of rows, which are all in use, was
    a third of the time of a page with a thousand locations."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
