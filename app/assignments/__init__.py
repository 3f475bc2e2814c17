"""What programmes ask of people: worked out by the rules, kept in a table, put into words."""
