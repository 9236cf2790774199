"""The way in and out: sign-in, first run, links to choose a password, language and theme."""
