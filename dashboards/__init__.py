"""页面: the pages of the three desks."""
