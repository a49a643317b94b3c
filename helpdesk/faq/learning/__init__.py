"""What readers teach without saying who they are: words for articles, what helped, what did not."""
