"""The people of an organisation and its teams: who comes, who changes, who leaves."""
