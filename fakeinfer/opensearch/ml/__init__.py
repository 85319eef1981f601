"""What all of ML Commons rests on: its system indices, tasks, searches, words, counters, configuration and tenants."""
