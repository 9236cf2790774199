"""The JSON surface: every object of the registry under /api/v1, described by /api/v1/openapi.json."""
