"""The access token of the client that the stage made (RFC 6749, 4.4)."""

import json
import os
import urllib.parse
import urllib.request


def token():
    form = {
        "grant_type": "client_credentials",
        "client_id": os.environ["API_CLIENT_ID"],
        "client_secret": os.environ["API_CLIENT_SECRET"],
    }
    with urllib.request.urlopen(os.environ["API_TOKEN_URL"], urllib.parse.urlencode(form).encode()) as answer:
        return json.load(answer)["access_token"]
