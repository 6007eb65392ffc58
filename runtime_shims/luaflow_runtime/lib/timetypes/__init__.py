"""Values of the ``time`` library: durations, locations, moments, and the layouts in which they are written."""
