"""Hours: from the app into Tripletex' timesheet."""
