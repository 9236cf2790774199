"""HTML written in Python: the small things that pages repeat hundreds of times, and drawings."""
