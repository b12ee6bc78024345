package constant

const One = 1 < 2
