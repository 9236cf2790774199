"""Lists that people put together by hand."""
