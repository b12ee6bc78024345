package main

// lookManuals are those of the commands that look at what there is.
func lookManuals() map[string]manual {
	return map[string]manual{
		"regress": {
			examples: []example{
				{"every usual release, on Docker if it is there, else on the model", "regress run"},
				{"an upstream issue", "regress reproduce 3933"},
				{"what a machine lacks", "regress doctor"},
			},
			writes: "what its commands write; most write nothing but to the screen",
			codes: []exitCode{
				{0, "every release behaved as expected (known issues included, unless run --known-issues fail)"},
				{1, "a release behaved differently than it should"},
				{2, "it could not be found out: no Docker, no image, a server that did not start"},
			},
		},
		"regress releases": {
			examples: []example{
				{"all releases", "regress releases"},
				{"two of them, for a program", "regress releases 2.1.4 2.1.5 --json"},
				{"the images of the releases, for a script", "regress releases --format '{{index .Images 0}}'"},
			},
			writes: oneConclusion,
			codes:  []exitCode{{0, "they are listed"}, {2, "they could not be written"}},
		},
		"regress steps": {
			examples: []example{
				{"what scenarios can say", "regress steps"},
				{"the same for a program", "regress steps --json"},
			},
			writes: oneConclusion,
			codes:  []exitCode{{0, "they are listed"}, {2, "they could not be written"}},
		},
		"regress doctor": {
			examples: []example{
				{"what is here for a run", "regress doctor"},
				{"for a run on MySQL with a real Flink", "regress doctor --database mysql --flink real"},
			},
			writes: oneConclusion + "; it pulls no image",
			codes:  []exitCode{{0, "Docker answers, and what is not here can be got"}, {2, "Docker does not answer, or something could not be looked at"}},
		},
		"regress images": {
			examples: []example{
				{"what a run needs, and what of it is here", "regress images"},
				{"carry it to a machine that reaches no registry", "regress images --save images.tar"},
				{"there", "regress images --load images.tar"},
			},
			writes: "with --save the file, with --load images of the engine and the JDBC driver in the cache of the user, else nothing",
			codes:  []exitCode{{0, "all images are here, or were carried"}, {2, "one is missing, or could not be carried"}},
		},
		"regress image": {
			examples: []example{{"a release that is voted on", "regress image --distribution apache-streampark_2.12-2.1.7-bin.tar.gz --tag mine:1"}},
			writes:   "an image of the engine, with the name of --tag",
			codes:    []exitCode{{0, "the image was made"}, {2, "it could not be made"}},
		},
		"regress clock": {
			examples: []example{
				{"two hours on", "regress clock --url http://127.0.0.1:49153 +2h"},
				{"longer", `regress clock --url 127.0.0.1:49153 "+400 days"`},
				{"what its clock shows", "regress clock --url 127.0.0.1:49153 --show"},
			},
			writes: nothing + "; it moves the clock of a container",
			codes:  []exitCode{{0, "the server's clock shows the new time"}, {2, "it could not be moved, or there is no Docker"}},
		},
		"regress clean": {
			examples: []example{{"remove what killed and kept runs left", "regress clean"}, {"one run that was kept", "regress clean --run 20261126-101500-ab12"}},
			writes:   nothing + "; it removes containers, networks and volumes with the label streampark-regress",
			codes:    []exitCode{{0, "nothing of them is left, or only what a run uses that goes on"}, {2, "Docker does not answer, or something could not be removed"}},
		},
	}
}

// modelManuals are those of the commands about the model.
func modelManuals() map[string]manual {
	return map[string]manual{
		"regress verify": {
			examples: []example{
				{"the model against what the real releases answered", "regress verify --target model"},
				{"a recording against a real server", "regress verify 2.1.5.json --target docker"},
			},
			writes: nothing + "; its containers are removed again",
			codes:  []exitCode{{0, "every answer is the same"}, {1, "there are differences"}, {2, "it could not be found out"}},
		},
		"regress record": {
			examples: []example{
				{"a release", "regress record --release 2.1.5 --out 2.1.5.json"},
				{"an upgrade", "regress record --release 2.1.4 --suite upgrade --to 2.1.5 --out upgrade.json"},
			},
			writes: "the file of --out; its containers are removed again",
			codes:  []exitCode{{0, "it was recorded"}, {2, "it could not be recorded"}},
		},
		"regress explore": {
			examples: []example{{"two thousand operations on 2.1.5", "regress explore --release 2.1.5 --steps 2000 --seed 7"}},
			writes:   nothing + "; its containers are removed again",
			codes:    []exitCode{{0, "the model answered the same"}, {1, "there are differences"}, {2, "it could not be found out"}},
		},
		"regress defects": {
			examples: []example{
				{"every defect", "regress defects"},
				{"one of them, with every scenario", "regress defects no-expiry --all"},
			},
			writes: nothing,
			codes: []exitCode{
				{0, "each defect was noticed, and its suspect named"},
				{1, "one was not: the scenarios would not notice a release that is broken like that"},
				{2, "one could not be tried"},
			},
		},
	}
}

// otherManuals are those of what remains.
func otherManuals() map[string]manual {
	shells := map[string]manual{}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		shells["regress completion "+shell] = manual{
			examples: []example{{"the script", "regress completion " + shell}},
			writes:   nothing + " but the script, to the standard output",
			codes:    []exitCode{{0, "it is written"}},
		}
	}
	shells["regress completion"] = manual{
		examples: []example{{"for the shell that is open", "source <(regress completion bash)"}},
		writes:   nothing + " by itself",
		codes:    []exitCode{{0, "what its commands say"}},
	}
	shells["regress help"] = manual{
		examples: []example{{"what a command does", "regress help run"}},
		writes:   nothing,
		codes:    []exitCode{{0, "it is told"}},
	}
	shells["regress new"] = manual{
		examples: []example{{"a scenario", `regress new scenario "It starts the nightly job" --features mine`}},
		writes:   nothing + " by itself",
		codes:    []exitCode{{0, "what its commands say"}},
	}
	shells["regress new scenario"] = manual{
		examples: []example{
			{"in a folder, which is made", `regress new scenario "It starts the nightly job" --features mine`},
			{"in a file", `regress new scenario "It starts the nightly job" nightly.feature`},
			{"then", "regress run --features mine --target model"},
		},
		writes: "the feature file, and the folder of --features; a file that is there stays as it is",
		codes:  []exitCode{{0, "it is written"}},
	}
	return shells
}
