"""E-mail: letters go to the SMTP server that the environment names, as jobs that are tried again until they are through."""
