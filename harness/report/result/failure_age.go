package result

// date finds out from which age on the failure shows.
func (f *Failure) date(r Result) {
	for _, s := range f.Scenarios {
		if a := s.shows(); a.Age != nil && (f.Since == nil || a.Age.Seconds < f.Since.Seconds) {
			f.Since = a.Age
		}
	}
	if f.Since == nil || f.Cause == IssueGone { // to be let in is what is wrong
		return
	}
	for _, s := range r.Scenarios {
		if s.Place() != f.Place {
			continue
		}
		for _, a := range s.Attempts {
			earlier := a.Age != nil && a.Age.Since == f.Since.Since && a.Age.Seconds < f.Since.Seconds
			if earlier && a.Outcome.Authenticated() && (f.Until == nil || a.Age.Seconds > f.Until.Seconds) {
				f.Until = a.Age
			}
		}
	}
}
