"""Reports by mail: the dialog on a report's page, how far a mail is, the way out, and the mail server's page."""
