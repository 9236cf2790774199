"""Conditional rules: what administrators say must be shown, filled in or left alone when something holds."""
