"""What runs on a device: sources, triggers, a durable spool and the publisher. No Qt, no cloud."""
