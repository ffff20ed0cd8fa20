"""Functions written for this corpus. They import nothing: what C does in them, a built-in does."""
