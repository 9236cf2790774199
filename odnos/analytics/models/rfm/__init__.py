"""Recency, frequency and money: how long ago customers bought, how often, for how much; and which of them are alike."""
