package explore

import "streampark-regress/harness/streampark"

// form is a way in which a token is put into the header.
type form struct {
	name string
	of   func(token string) streampark.Credentials
}

// forms are the ways; as it is comes most often.
func forms() []form {
	whole := form{"as it is", streampark.Header}
	return []form{whole, whole, whole,
		{"with Bearer in front", spoilt(streampark.Bearer)},
		{"cut in half", spoilt(half)},
		{"with a character changed", spoilt(func(token string) string { return streampark.Changed(token, 0) })},
		{"not at all", func(string) streampark.Credentials { return streampark.Credentials{} }},
	}
}

func spoilt(of func(token string) string) func(string) streampark.Credentials {
	return func(token string) streampark.Credentials { return streampark.Header(of(token)) }
}

// half cuts a token so that it is whole base64 still: what is left then depends
// on the padding alone and not on where the cut fell.
func half(token string) string {
	first := streampark.Half(token)
	return first[:len(first)/4*4]
}
