"""Training done together: courses away from this server, sessions, and their registers."""
