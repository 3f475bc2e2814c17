"""Pure rules: values in, frozen values out. No Flask, database, files or clock."""
