"""How schemathesis gets its token and the ids of what is there, and what no schema can say of good data."""

import json
import os
import string
import uuid

import schemathesis
from clients.access_token import token
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation

IDS = json.loads(os.environ["API_IDS"])
IDS_OF = json.loads(os.environ["API_IDS_OF"])
SCHEMAS = "#/components/schemas/"
# Members of a PATCH that may only repeat what is (decision 0029).
FIXED = {
    "PatchBuyerBody": ["uuid", "status", "version", "createdAt", "updatedAt", "erasedAt"],
    "AddressPatch": ["uuid"],
    "PatchContactBody": ["uuid", "createdAt"],
    "PatchDocumentBody": [
        *("uuid", "type", "documentDate", "status", "source", "createdAt", "supersededAt", "rejectedAt", "withdrawnAt"),
        *("reason", "files"),
    ],
    "PatchWebhookBody": ["id", "createdAt", "updatedAt"],
    "UpdateProspectLinkBody": [
        *("uuid", "kind", "status", "publicLinkUrl", "createdAt", "expiresAt", "recipientEmail", "lastUsedAt"),
        *("usageCount", "revokedAt", "revocationReason"),
    ],
}

CONTACT_WAYS = ["email", "phone", "postalAddress"]

for text in ("visible-text", "one-line-text"):
    schemathesis.openapi.format(text, st.text(string.ascii_letters + "éßλж漢 ", min_size=1).map(lambda t: "x" + t))


@schemathesis.auth(refresh_interval=120)
class Token:
    def get(self, case, context):
        return token()

    def set(self, case, data, context):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """The document as it is, but that ids are of what is there, and of addresses and the like only good ones are made."""
    schemas = raw_schema["components"]["schemas"]
    operations = [operation for item in raw_schema["paths"].values() for operation in item.values()]
    parameters = [parameter for operation in operations for parameter in operation.get("parameters", [])]
    pattern = next(p["schema"]["pattern"] for p in parameters if p["name"] == "Idempotency-Key" and "pattern" in p["schema"])
    for operation in operations:
        ids = {**IDS, **IDS_OF.get(operation["operationId"], {})}
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                parameter["schema"]["enum"] = [ids[parameter["name"]]]
    for parameter in parameters:
        name, schema = parameter["name"], parameter["schema"]
        if name == "cursor":
            # A good one is what the list gave, and goes without page and sort.
            parameter["schema"] = {"type": "string", "enum": [""]}
        if name == "after":
            # Likewise: an event that there is.
            parameter["schema"] = {"type": "string", "enum": [IDS["after"]]}
        if name == "Idempotency-Key":
            # Published without it.
            schema["pattern"] = pattern
    for name, members in FIXED.items():
        for member in members:
            del schemas[name]["properties"][member]
    for name in ("CreateWebhookBody", "PatchWebhookBody"):
        properties = schemas[name]["properties"]
        # An address that may be called; partners of the caller.
        properties["url"]["pattern"] = "^https://hooks\\.example/[a-z]{1,20}$"
        properties["partnerIds"]["items"]["enum"] = [IDS["sellerId"]]
    # A name leads nowhere by itself; the document says so in words (decision 0029).
    schemas["SellerContactBody"]["dependentSchemas"] = {"name": {"anyOf": [{"required": [way]} for way in CONTACT_WAYS]}}
    # From today on.
    schemas["PatchDocumentBody"]["properties"]["expiresOn"] = {"enum": ["2031-03-14", None]}
    # PAUSED it is by the service alone.
    schemas["PatchWebhookBody"]["properties"]["status"] = {"type": "string", "enum": ["ACTIVE", "DISABLED"]}


def beyond(value):
    """Whether there is a number in it that programs would round (contract 2.4)."""
    if isinstance(value, dict):
        return any(map(beyond, value.values()))
    if isinstance(value, list):
        return any(map(beyond, value))
    return isinstance(value, (int, float)) and abs(value) > 2**53 - 1


def is_good(case, location):
    component = case.meta.components.get(location) if case.meta else None
    return component is None or component.mode == GenerationMode.POSITIVE


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """What is refused for what is there already, and not for what it says."""
    return not beyond(case.body) and "would be more than 20 endpoints" not in response.text


@schemathesis.hook
def before_call(context, case, kwargs):
    if is_good(case, ParameterLocation.HEADER) and case.headers and "Idempotency-Key" in case.headers:
        # One that was used before is refused for that.
        case.headers["Idempotency-Key"] = uuid.uuid4().hex + case.headers["Idempotency-Key"][32:]
    if is_good(case, ParameterLocation.QUERY) and case.query and "cursor" in case.query:
        case.query = {name: value for name, value in case.query.items() if name not in ("page", "sort")}
    if is_good(case, ParameterLocation.QUERY) and case.query and "wait" in case.query:
        # Nothing happens meanwhile that was worth the wait.
        case.query = {**case.query, "wait": 0}
