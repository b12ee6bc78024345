package small

// Left is in a file that is left out.
func Left(a, b int) bool { return a == b }
