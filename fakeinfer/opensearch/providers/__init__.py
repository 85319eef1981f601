"""What stands in for the services that connectors lead to. A service is known by its path, as it is behind any host.

asking.py     what a service is asked, and helpers for answering it
<service>.py  answers in the shape of that service
choosing.py   which one it is
"""
