"""Pure rules of the office: values in, new values and facts out."""
