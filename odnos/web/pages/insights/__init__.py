"""Insights: what models say about customers and products, asked for here, shown here, and put to use."""
