"""Safe change of a field's kind: looked at before, done by a job beside its readers, and taken back for thirty days."""
