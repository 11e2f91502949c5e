"""One module a step, in order of their numbers. What has been released is never changed."""
