// A service that checks access tokens by itself.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

type claims struct {
	jwt.RegisteredClaims
	Roles []string `json:"roles"`
}

func main() {
	// Latchkey lets its keys be kept for five minutes, and signs with no new one before that.
	keys, err := keyfunc.NewDefaultOverrideCtx(context.Background(), []string{setting("JWKS_URL")},
		keyfunc.Override{RefreshInterval: 5 * time.Minute, HTTPTimeout: 5 * time.Second})
	if err != nil {
		log.Fatal(err)
	}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{setting("JWT_ACCESS_ALG")}),
		jwt.WithIssuer(setting("JWT_ISSUER")),
		jwt.WithAudience(setting("JWT_AUDIENCE")),
		jwt.WithExpirationRequired())

	http.HandleFunc("GET /api/orders", func(response http.ResponseWriter, request *http.Request) {
		response.Header().Set("Content-Type", "application/json")
		scheme, presented, _ := strings.Cut(request.Header.Get("Authorization"), " ")
		var of claims
		token, err := parser.ParseWithClaims(strings.TrimSpace(presented), &of, keys.Keyfunc)
		if err != nil || token.Header["typ"] != "at+jwt" || !strings.EqualFold(scheme, "Bearer") {
			response.Header().Set("WWW-Authenticate", "Bearer")
			response.WriteHeader(http.StatusUnauthorized)
			json.NewEncoder(response).Encode(map[string]string{"message": "This needs a valid access token."})
			return
		}
		json.NewEncoder(response).Encode(map[string]any{"sub": of.Subject, "roles": of.Roles})
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+port(), nil))
}

// A check without its setting would be none.
func setting(name string) string {
	value := os.Getenv(name)
	if value == "" {
		log.Fatal(name + " is not set")
	}
	return value
}

func port() string {
	if port := os.Getenv("SERVICE_PORT"); port != "" {
		return port
	}
	return "3000"
}
