"""What shows an assessor how an organisation trains its people, as one file."""
