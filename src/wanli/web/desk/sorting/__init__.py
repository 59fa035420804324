"""Key areas, the notices that bring them, and who is of which class: /areas/, /classes/."""
