"""What tests meet: `fake.py` first, then assertions, expectations in front of the fake, and what a failing test is told."""
