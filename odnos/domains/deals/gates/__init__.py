"""Stage gates: what a deal needs before it enters a stage."""
