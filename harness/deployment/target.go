package deployment

// The targets. What the model says is marked as the model's, also when it
// runs in a container.
const (
	Docker      = "docker"
	Model       = "model"
	DockerModel = "docker-model"
	// URL is a server that runs already, and URLModel one that is the model.
	URL      = "url"
	URLModel = "url-model"
)

// IsModel reports whether a target's answers are the built-in model's.
func IsModel(target string) bool {
	return target == Model || target == DockerModel || target == URLModel
}
