import hashlib
import hmac
import re
import time


def verify(body: bytes, header: str, secrets: list[str], now: float | None = None, tolerance: int = 300) -> bool:
    """Whether the body, exactly as received, was signed with one of the secrets within the last (or next) 300 seconds."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t"]
    given = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not re.fullmatch("[0-9]{1,12}", times[0]):
        return False
    fits = False
    for secret in secrets:
        expected = hmac.new(secret.encode(), times[0].encode() + b"." + body, hashlib.sha256).hexdigest()
        for signature in given:
            fits |= hmac.compare_digest(expected.encode(), signature.encode())
    return fits and abs((time.time() if now is None else now) - int(times[0])) <= tolerance


# --- Below: reads test vectors, one a line, and says what it makes of each.
if __name__ == "__main__":
    import base64
    import sys

    for line in sys.stdin:
        now, header, secrets, body = line.rstrip("\n").split("\t")
        known = [base64.b64decode(secret).decode() for secret in secrets.split(",")]
        print("valid" if verify(base64.b64decode(body), header, known, float(now)) else "refused")
