"""Dashboards: reports side by side, placed and sized by who looks at them."""
