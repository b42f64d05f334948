"""Finds nodes and receives from them: discovery, and one link a node. The only place with ZeroMQ sockets."""
