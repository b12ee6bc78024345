package main

import "maps"

// nothing is what most commands write.
const nothing = "nothing"

// oneConclusion is what a command writes that only concludes.
const oneConclusion = "nothing but the file of --json-file, if there is one"

// ownContainers is what a command leaves that starts servers of its own.
const ownContainers = oneConclusion + "; its containers are removed again"

// manuals are those of all commands, by their paths.
func manuals() map[string]manual {
	all := map[string]manual{}
	for _, some := range []map[string]manual{runManuals(), caseManuals(), lookManuals(), modelManuals(), otherManuals()} {
		maps.Copy(all, some)
	}
	return all
}

// runManuals are those of the commands about runs.
func runManuals() map[string]manual {
	return map[string]manual{
		"regress run": {
			examples: []example{
				{"every usual release, on Docker if it is there, else on the model", "regress run"},
				{"what is about issue 3933, on the model, in seconds", "regress run --target model --tags @issue-3933"},
				{"a build of your own, which is to behave like 2.1.5", "regress run --image mine=their/streampark:pr-42 --like 2.1.5"},
				{"the feature files of your own", "regress run --features mine --release 2.1.4,2.1.5"},
				{"what failed in the last run", "regress run --rerun-failed"},
				{"the first of three machines", "regress run --shard 1/3"},
			},
			writes: "a folder of the run below results (--out), with events.ndjson, result.json, report.html, junit.xml, ctrf.json, cucumber.json and table.txt, which the link latest points at; in a GitHub action its summary too. Containers are removed again, unless --keep is given",
			codes: []exitCode{
				{0, "every release behaved as expected, known issues included"},
				{1, "a release behaved differently, or with --known-issues fail shows a known issue"},
				{2, "it could not be found out: no Docker, no image, a dead server, or a shard without work"},
			},
		},
		"regress up": {
			examples: []example{
				{"the servers of all usual releases, for many runs", "regress up"},
				{"those for what is about issue 3933", "regress up --tags @issue-3933"},
			},
			writes: "nothing; its containers stay up until regress down",
			codes:  []exitCode{{0, "the servers are up"}, {2, "one could not be started; nothing of them is left"}},
		},
		"regress down": {
			examples: []example{{"remove what is up", "regress down"}},
			writes:   nothing + "; it removes containers, networks and volumes",
			codes:    []exitCode{{0, "nothing is up any more"}, {2, "something could not be removed"}},
		},
		"regress plan": {
			examples: []example{
				{"what regress run would do", "regress plan"},
				{"the scenarios of a tag, for a program", "regress plan --tags @contract --json"},
				{"whether feature files of your own can be run", "regress plan --features mine"},
				{"what the second of three machines would do", "regress plan --shard 2/3"},
			},
			writes: oneConclusion,
			codes:  []exitCode{{0, "there is something to run"}, {2, "the server of --target url did not say which release it is"}},
		},
		"regress report": {
			examples: []example{
				{"the last run again, with the table of calls", "regress report results/latest --verbose"},
				{"an old run, judged by what is known today", "regress report results/20261126-102030-abcd --judge"},
				{"known issues as failures, for a CI that counts them", "regress report results/latest --known-issues fail"},
				{"one verdict of three machines", "regress report --merge shard-1 shard-2 shard-3"},
			},
			writes: "the reports in the folder of the run, in place of those that are there; never its event log. With --merge a folder of a run below results (--out), as run does",
			codes: []exitCode{
				{0, "every release behaved as expected in that run"},
				{1, "a release behaved differently"},
				{2, "the run could not find it out, a shard is missing, or a report could not be written"},
			},
		},
		"regress compare": {
			examples: []example{
				{"an earlier run and the last one", "regress compare 20261126-102030-abcd latest"},
				{"two folders, for a program", "regress compare before/latest results/latest --json"},
			},
			writes: oneConclusion,
			codes: []exitCode{
				{0, "the same was found in both"},
				{1, "something changed; durations and what the runs were made on do not count"},
				{2, "the comparison could not be written"},
			},
		},
		"regress compare-releases": {
			examples: []example{
				{"what 2.1.5 changes", "regress compare-releases 2.1.4 2.1.5"},
				{"what it ships, in seconds", "regress compare-releases 2.1.4 2.1.5 --offline"},
				{"what a build changes, for a program", "regress compare-releases 2.1.7 mine/streampark:next --json"},
				{"two distributions that were unpacked", "regress compare-releases old/apache-streampark new/apache-streampark"},
			},
			writes: oneConclusion,
			codes: []exitCode{
				{0, "every change is declared in the catalogue, or there is none"},
				{1, "one is undeclared"},
				{2, "one could not be read, started or asked: no Docker, no image"},
			},
		},
		"regress history": {
			examples: []example{
				{"all runs in results", "regress history"},
				{"the last ten of another folder, for a program", "regress history --out nightly --last 10 --json"},
			},
			writes: oneConclusion,
			codes:  []exitCode{{0, "there are runs, whatever their verdicts"}, {2, "a run could not be read"}},
		},
		"regress track-record": {
			examples: []example{
				{"what is not measured yet, of all releases", "regress track-record --target docker"},
				{"two releases on two databases, within 4 GB", "regress track-record --release 2.1.4,2.1.5 --database postgres,mariadb --memory 4000"},
				{"what a run that was made before found", "regress track-record --from results/latest"},
			},
			writes: "the files of --data and --page, and what run writes, for each release and database that is measured",
			codes: []exitCode{
				{0, "no cell contradicts the catalogue"},
				{1, "one does"},
				{2, "a release could not be measured; what was found before is kept"},
			},
		},
		"regress results": {
			examples: []example{{"what would be removed, if ten were to stay", "regress results prune --keep 10 --dry-run"}},
			writes:   nothing + " by itself",
			codes:    []exitCode{{0, "what its commands say"}},
		},
		"regress results prune": {
			examples: []example{
				{"what would be removed", "regress results prune --keep 10 --dry-run"},
				{"keep the last ten runs", "regress results prune --keep 10"},
			},
			writes: nothing + "; it removes folders of runs",
			codes:  []exitCode{{0, "the old runs are gone"}, {2, "one could not be removed"}},
		},
	}
}

// caseManuals are those of the commands about a case of somebody's.
func caseManuals() map[string]manual {
	return map[string]manual{
		"regress reproduce": {
			examples: []example{
				{"an issue on the releases that have it", "regress reproduce 3933"},
				{"by its address, on the model", "regress reproduce https://github.com/apache/streampark/issues/3933 --target model"},
				{"on a reporter's image and configuration", "regress reproduce 3933 --image their/streampark:tag --config config.yaml"},
			},
			writes: "what run writes, and bug-report.md and bug-report.zip in the same folder",
			codes: []exitCode{
				{0, "reproduced, on at least one of the releases"},
				{1, "not reproduced on any of them"},
				{2, "not decided, or it could not be found out"},
			},
		},
		"regress replay": {
			examples: []example{
				{"what somebody has attached to an issue", "regress replay bug-report.zip"},
				{"the same on another image", "regress replay bug-report.zip --image 2.1.4=their/streampark:patched"},
				{"on the next release", "regress replay bug-report.zip --release 2.1.5"},
			},
			writes: "what reproduce writes, and below results/replays what was given to the run of the report",
			codes: []exitCode{
				{0, "fixed, or still not there where the report has not seen it either"},
				{1, "still there, or different"},
				{2, "not decided, or it could not be found out"},
			},
		},
		"regress bisect": {
			examples: []example{
				{"in which release an issue came, and in which it went", "regress bisect --issue 3933 --find break"},
				{"between two releases, on the model", "regress bisect --issue 3933 --good 2.1.5 --bad 2.1.4 --target model"},
				{"over the images of a list", "regress bisect --issue 3933 --images nightly.txt --find fix --like 2.1.7"},
				{"over the commits of a clone, two builds at a time", "regress bisect --issue 3933 --good 2.1.5 --bad 2.1.4 --repository streampark --build './image.sh {commit}' --builds-at-once 2"},
			},
			writes: "a folder below results/bisections (--out): bisection.json, which the same command goes on from, bisection.md to paste into an issue, the runs of the steps, and what the builds wrote. Containers are removed again; images that were built stay",
			codes: []exitCode{
				{0, "the first one was found"},
				{1, "it is one of several, for nothing could be found out about some of them"},
				{2, "it could not be found out, as where an end did not start"},
			},
		},
		"regress upgrade": {
			examples: []example{
				{"what an upgrade breaks", "regress upgrade --from 2.1.4 --to 2.1.5"},
				{"with a stop on the way, and back again, on MariaDB", "regress upgrade --from 2.1.3 --via 2.1.4 --to 2.1.5 --rollback --database mariadb"},
			},
			writes: ownContainers,
			codes: []exitCode{
				{0, "it was found out, and there is advice for everything that breaks"},
				{1, "something became different that nobody has advice for"},
				{2, "it could not be found out: nothing is concluded from an upgrade that failed"},
			},
		},
		"regress check-caller": {
			examples: []example{
				{"a script", "regress check-caller --from 2.1.4 --to 2.1.5 nightly.sh"},
				{"a pasted command, on standard input", "regress check-caller --from 2.1.4 --to 2.1.5"},
			},
			writes: oneConclusion,
			codes: []exitCode{
				{0, "nothing changes for any call"},
				{1, "something breaks"},
				{2, "something could not be decided, or no call to StreamPark was found"},
			},
		},
		"regress diagnose": {
			examples: []example{
				{"why a token is rejected", "regress diagnose --url http://host:10000 --token-file token.txt"},
				{"with a look into the database, and the token on standard input", "regress diagnose --url http://host:10000 --database-url postgres://reader:password@host:5432/streampark -"},
				{"what becomes of the state of jobs", "regress diagnose --url http://host:10000 --state"},
				{"until the answer changes", "regress diagnose --url host:10000 --token-file token.txt --watch=10s"},
				{"before a token ends, by a cron job", "regress diagnose --url host:10000 --token-file token.txt --warn-before 30m --textfile /var/lib/node_exporter/streampark.prom"},
			},
			writes: oneConclusion + ", neither here nor at the server; with --textfile, the file of metrics",
			codes: []exitCode{
				{0, "StreamPark answered; with --warn-before, it accepts the token, and for longer than that"},
				{1, "with --warn-before: it does not accept the token"},
				{2, "no answer of StreamPark's was seen, or the database or an expiry could not be read"},
				{3, "with --warn-before: it accepts the token, which ends within that time"},
			},
		},
		"regress inspect": {
			examples: []example{
				{"a token in a file", "regress inspect --token-file token.txt"},
				{"a curl command or a header on standard input", "regress inspect -"},
			},
			writes: nothing,
			codes:  []exitCode{{0, "the token was opened, expired or not"}},
		},
	}
}
