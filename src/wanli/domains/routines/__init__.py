"""Daily routines: what is done every day at stairwells, compounds, gates and towers, or was not."""
