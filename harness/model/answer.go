package model

import (
	"encoding/json"
	"net/http"
	"strings"
)

// answer is a response in the making.
type answer struct {
	status int
	body   any
}

// fields is a JSON object; its order does not matter to any caller.
type fields map[string]any

func ok(data any) answer {
	return answer{http.StatusOK, fields{"code": "200", "status": "success", "data": data}}
}

// done is the answer of an action that returns nothing.
func done() answer { return answer{http.StatusOK, fields{"code": "200", "status": "success"}} }

// said is the old form of a refusal: a number for a code and HTTP 200.
func said(code int, message string) answer {
	body := fields{"code": code, "status": "success"}
	if message != "" {
		body["message"] = message
	}
	return answer{http.StatusOK, body}
}

func failure(status int, code, message string) answer {
	return answer{status, fields{"code": code, "status": "error", "data": nil, "message": message}}
}

// alert is StreamPark's ApiAlertException.
func alert(message string) answer {
	return failure(http.StatusInternalServerError, "501", message)
}

// internal is any other exception, told without its class.
func internal(message string) answer {
	return failure(http.StatusInternalServerError, "500", "internal server error: "+message)
}

// thrown is any other exception, told with its class and stack trace. The
// model's trace names the model, which no real one does.
func thrown(exception string) answer {
	return internal(exception + "\n\tat streampark-regress.model(a stand-in, not StreamPark)\n")
}

// misfit is the answer to a form of which fields could not be taken.
func misfit(fields []string) answer {
	return failure(http.StatusBadRequest, "500", strings.Join(fields, ","))
}

// unfit is what is said of a field whose text is no value of a Java class.
func unfit(name, class, exception string) string {
	return name + "Failed to convert property value of type 'java.lang.String' to required type 'java.lang." + class + "'" +
		" for property '" + name + "'; nested exception is java.lang." + exception
}

// badRequest is the framework's answer to an address it does not take.
func badRequest(path, at string) answer {
	return answer{http.StatusBadRequest, fields{"timestamp": at, "status": 400, "error": "Bad Request", "path": path}}
}

// notFound is the framework's answer to a page it does not have.
func notFound(path, at string) answer {
	return answer{http.StatusNotFound, fields{"timestamp": at, "status": 404, "error": "Not Found", "path": path}}
}

func (a answer) write(w http.ResponseWriter) {
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	if page, is := a.body.(raw); is {
		w.WriteHeader(a.status)
		_, _ = w.Write([]byte(page))
		return
	}
	text, err := json.Marshal(a.body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(text)
}
