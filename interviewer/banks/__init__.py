"""Banks of the user's own: drafting what they lack, and writing them."""
