"""What all who ask a language model share: forms of replies, fences, cost, and what is kept."""
