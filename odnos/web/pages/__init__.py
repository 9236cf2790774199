"""The pages, one file each; generic ones read the registry."""
