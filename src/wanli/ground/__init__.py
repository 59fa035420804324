"""Django building blocks that know no word of the domain: database, row security, fields."""
