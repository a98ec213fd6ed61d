"""Reaching language models: the only place that imports openai, litellm or tenacity."""
