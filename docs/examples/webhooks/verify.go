package main

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Verify says whether the body, exactly as received, was signed with one of the secrets at most tolerance (usually 300)
// seconds before or after now, in Unix seconds.
func Verify(body []byte, header string, secrets []string, now, tolerance int64) bool {
	var times, given []string
	for _, part := range strings.Split(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "t":
			times = append(times, value)
		case "v1":
			given = append(given, value)
		}
	}
	if len(times) != 1 || len(times[0]) > 12 {
		return false
	}
	seconds, err := strconv.ParseUint(times[0], 10, 63)
	if err != nil {
		return false
	}
	fits := false
	for _, secret := range secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(times[0] + "."))
		mac.Write(body)
		expected := []byte(hex.EncodeToString(mac.Sum(nil)))
		for _, signature := range given {
			if hmac.Equal(expected, []byte(signature)) {
				fits = true
			}
		}
	}
	age := now - int64(seconds)
	return fits && -tolerance <= age && age <= tolerance
}

// --- Below: reads test vectors, one a line, and says what it makes of each.
func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		parts := strings.Split(lines.Text(), "\t")
		now, _ := strconv.ParseInt(parts[0], 10, 64)
		var known []string
		for _, secret := range strings.Split(parts[2], ",") {
			known = append(known, string(decode(secret)))
		}
		if Verify(decode(parts[3]), parts[1], known, now, 300) {
			fmt.Println("valid")
		} else {
			fmt.Println("refused")
		}
	}
}

func decode(part string) []byte {
	bytes, _ := base64.StdEncoding.DecodeString(part)
	return bytes
}
