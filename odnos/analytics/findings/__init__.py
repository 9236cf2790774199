"""What models found: asked for by somebody, worked out by the worker within their rights, kept as rows, and put to use."""
