"""Response plans: the rules of the response as data, in versions, each with its legal basis."""
