"""Settings: oneself, the company and its people, pipelines, tokens and jobs."""
