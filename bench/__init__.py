"""How fast Waymark is on this machine, beside what this machine can do at all. `python -m bench --help`"""
