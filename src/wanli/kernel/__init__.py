"""What every layer may use: time, ids, errors, scope, rights. No Django, no word of the domain."""
