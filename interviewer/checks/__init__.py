"""What ``interviewer doctor`` looks at: this machine, and the model that marks."""
