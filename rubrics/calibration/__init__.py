"""How far a grader can be believed: labelled answers, and how a grader agrees with them."""
