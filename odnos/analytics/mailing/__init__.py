"""Reports by mail and alerts: each is counted with the rights, the zone and the language of the one person who gets it."""
