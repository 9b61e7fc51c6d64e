import hashlib
import hmac
import json
import os
import queue
import threading
import time
import urllib.parse
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer

import openapi_client as nt24

API_URL = os.environ["API_URL"]


def token():
    """An access token. It lives for 300 seconds: a program that runs for longer gets a new one in time."""
    form = {
        "grant_type": "client_credentials",
        "client_id": os.environ["CLIENT_ID"],
        "client_secret": os.environ["CLIENT_SECRET"],
    }
    with urllib.request.urlopen(os.environ["TOKEN_URL"], urllib.parse.urlencode(form).encode()) as answer:
        return json.load(answer)["access_token"]


def key():
    """An Idempotency-Key. Make one for each write, and keep it while you repeat that write."""
    return str(uuid.uuid4())


client = nt24.ApiClient(nt24.Configuration(host=API_URL, access_token=token()))
invitations = nt24.SelfServiceInvitationsApi(client)
seller = nt24.OrganizationApi(client).get_me().authorized_partners[0]
print(f"acting for {seller.name}")

# A receiver of webhooks, and an endpoint that leads to it. You choose the secret or the service makes one; keep it in your vault.
secret = f"whsec_{uuid.uuid4()}"
arrived = queue.Queue()


def is_genuine(body, header):
    """Whether the body, exactly as received, was signed with the secret within the last 300 seconds."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    at = next((value for name, _, value in parts if name == "t"), "0")
    expected = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    fits = any(hmac.compare_digest(expected, value) for name, _, value in parts if name == "v1")
    return fits and abs(time.time() - int(at)) <= 300


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        good = is_genuine(body, self.headers["X-Novatrade-Signature"])
        if good:
            arrived.put(json.loads(body))
        self.send_response(204 if good else 400)
        self.end_headers()

    def log_message(self, *_):
        pass


receiver = HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
endpoint = nt24.WebhooksApi(client).create_webhook(
    key(),
    nt24.CreateWebhookBody(
        url=f"http://127.0.0.1:{receiver.server_port}/nt24", events=["self_service_invitation.used"], secret=secret
    ),
)

# The buyer, found again by his VAT number if he is there already, and an invitation for him.
buyer = nt24.BuyersApi(client).upsert_buyer(
    seller.uuid,
    key(),
    nt24.UpsertBuyerBody(
        kyc_mode="MARKETPLACE_LED",
        vat_number="PT501964843",
        company_name="Garagem Central Lda",
        address=nt24.AddressInput(street="Rua das Flores 12", post_code="4050-262", city="Porto", country="PT"),
    ),
)
body = nt24.CreateInvitationBody(recipient_email="office@garagem-central.example")
invitation = invitations.create_invitation(seller.uuid, buyer.uuid, key(), body)
print(f"invited {invitation.recipient_email}: {invitation.status.value}")

# The sandbox is a buyer who opens the link and sends what was asked for; in production, people do that.
complete = f"{API_URL}/sandbox/invitations/{invitation.uuid}/complete"
urllib.request.urlopen(urllib.request.Request(complete, method="POST")).close()
print(f"webhook {arrived.get(timeout=60)['type']}")

documents = nt24.KYCApi(client).list_documents(seller.uuid, buyer.uuid).data
print("documents are there" if documents else "no documents")

# Somebody else is invited, and the deal is called off. The second call comes too late, and is told how things stand.
body = nt24.CreateInvitationBody(recipient_email="boss@garagem-central.example")
second = invitations.create_invitation(seller.uuid, buyer.uuid, key(), body)
reason = nt24.RevokeInvitationBody(reason="The deal was called off.")
print(f"revoked: {invitations.revoke_invitation(seller.uuid, buyer.uuid, second.uuid, key(), reason).status.value}")
try:
    invitations.revoke_invitation(seller.uuid, buyer.uuid, second.uuid, key(), reason)
except nt24.ApiException as error:
    problem = json.loads(error.body)
    print(f"refused: {problem['type'].rsplit('/')[-1]}, {problem['currentResource']['revocationReason']}")

nt24.WebhooksApi(client).delete_webhook(endpoint.id, key())
