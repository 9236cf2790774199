"""The trail of what was done, why somebody sees a record, and looking with somebody else's eyes."""
