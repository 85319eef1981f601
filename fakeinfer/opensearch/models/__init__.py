"""Models and their groups: registered, kept, deployed, limited, deleted. Running one is in `prediction/`."""
