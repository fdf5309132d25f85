// Package webhooks checks a webhook of the platform. The standard library is enough.
package webhooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Verify returns nil if the request is genuine, and an error that says what is wrong otherwise.
// body holds the raw bytes of the request.
func Verify(body []byte, headers http.Header, secret string, tolerance time.Duration, now time.Time) error {
	header := headers.Get("X-CVDM-Signature")
	if header == "" {
		header = headers.Get("X-Interview-Signature")
	}
	if header == "" {
		return errors.New("no signature header")
	}
	var timestamp string
	var candidates []string
	for _, pair := range strings.Split(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		switch name {
		case "t":
			timestamp = value
		case "v1":
			candidates = append(candidates, value)
		}
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || len(candidates) == 0 {
		return errors.New("malformed signature header")
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	wanted := []byte(hex.EncodeToString(mac.Sum(nil)))
	genuine := false
	for _, one := range candidates {
		genuine = hmac.Equal([]byte(one), wanted) || genuine
	}
	if !genuine {
		return errors.New("the signature does not fit")
	}
	age := now.Sub(time.Unix(seconds, 0))
	if age > tolerance || age < -tolerance {
		return errors.New("the signature is too old")
	}
	return nil
}
