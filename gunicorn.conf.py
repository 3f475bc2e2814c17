"""How gunicorn serves Waymark. See docs/performance.md for the figures behind the numbers."""

import os

workers = int(os.environ.get("WEB_WORKERS", os.cpu_count() or 2))
# Threads keep connections open between requests, and a long download does not look like a worker that hangs.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", 2))
# Longer than a proxy keeps an idle connection (nginx: 60 s), so that it never sends into one that is being closed.
keepalive = 75
preload_app = True
max_requests = 20_000
max_requests_jitter = 2_000
timeout = 60
graceful_timeout = 20
accesslog = None
control_socket_disable = True
