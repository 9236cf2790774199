"""What the numbers say: the operational base is copied, column by column, to where it is counted, and is never asked here."""
