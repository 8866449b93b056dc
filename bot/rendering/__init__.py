"""What a chat looks like: from what is owed to what is seen."""
