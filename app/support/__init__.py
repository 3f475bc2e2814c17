"""Help, the notices that every public service has, and health checks."""
