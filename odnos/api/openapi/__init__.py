"""The description of the API, made from the registry: what it says is what the fields say."""
