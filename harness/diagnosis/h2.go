package diagnosis

import (
	"context"
	"net/http"

	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

// onH2 reports whether a server keeps its rows in its own H2, by its console: from
// 2.1.5 on it is open to everybody, and with another database it is not there. Of a
// release that ships it closed nothing is found.
func onH2(ctx context.Context, client *streampark.Client, r release.Release) (bool, error) {
	for _, storage := range r.Databases {
		if !storage.HasConsole() || storage.Console.SignedIn {
			continue
		}
		a, err := client.Do(ctx, streampark.Call{Method: http.MethodGet, Path: storage.Console.Path})
		if err != nil {
			return false, err
		}
		return a.Status == http.StatusOK && a.Tells("<title>H2 Console</title>"), nil
	}
	return false, nil
}
