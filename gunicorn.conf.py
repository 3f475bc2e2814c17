"""How gunicorn serves Waymark. See docs/performance.md for the figures behind the numbers."""

import os

workers = int(os.environ.get("WEB_WORKERS", os.cpu_count() or 2))
threads = int(os.environ.get("WEB_THREADS", 2))
worker_class = "gthread"
preload_app = True
max_requests = 20_000
max_requests_jitter = 2_000
timeout = 60
graceful_timeout = 20
accesslog = None
control_socket_disable = True
