"""Headers, cookies, URLs and other parts of HTTP, as browsers read them."""
