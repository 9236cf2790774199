"""Reports and dashboards that people keep, share and put together."""
