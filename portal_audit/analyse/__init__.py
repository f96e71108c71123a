"""What pages mean: pure judgements about text, menus and kinds of pages, from evidence alone."""
