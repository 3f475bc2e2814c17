"""Values in, bytes out: PDF, CSV, XLSX. No Flask, no database."""
