"""Lifetime value: who is still a customer, how often they will buy, for how much. One unit of time throughout, such as a week."""
