"""What an audit of a fleet needs on any engine: options, the fettle process, pairing, counting, the summary."""
