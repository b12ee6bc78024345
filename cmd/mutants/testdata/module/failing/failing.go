package failing

func One(a int) bool { return a == 1 }
