"""`make test-access`: takes away one access check after another, and demands that a test notices each time."""
