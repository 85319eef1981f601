"""The clients' own classes on the in-process doors."""
