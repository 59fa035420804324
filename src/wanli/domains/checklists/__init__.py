"""Lists pushed down from above, answered from what is known, and leads followed until cleared."""
