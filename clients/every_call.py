"""Every call of the document, by the client that openapi-generator made of it, with every parameter that there is."""

import inspect
import json
import os
import re
import sys
import typing
import uuid
from datetime import datetime, timedelta, timezone

import openapi_client
from access_token import token
from openapi_client.exceptions import ApiException

DOCUMENT = json.load(open(os.environ["API_DOCUMENT"], encoding="utf-8"))
IDS = json.loads(os.environ["API_IDS"])
IDS_OF = json.loads(os.environ["API_IDS_OF"])
SAMPLE = open(os.environ["API_SAMPLE_FILE"], "rb").read()


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.replace("-", "_")).lower()


configuration = openapi_client.Configuration(host=os.environ["API_URL"], access_token=token())
client = openapi_client.ApiClient(configuration)
apis = [api(client) for name, api in inspect.getmembers(openapi_client, inspect.isclass) if name.endswith("Api")]
methods = {
    name: method
    for api in apis
    for name, method in inspect.getmembers(api, inspect.ismethod)
    if not name.startswith("_") and not name.endswith(("_with_http_info", "_without_preload_content"))
}


def model(annotation):
    """The model that a parameter takes, out of Optional and Annotated."""
    if inspect.isclass(annotation) and hasattr(annotation, "from_dict"):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := model(part))), None)


def key():
    return str(uuid.uuid4())


def ids():
    """Of things made for one call, so that no call spoils what another needs."""
    vat_number = "PT" + uuid.uuid4().hex[:12].upper()
    body = openapi_client.UpsertBuyerBody.from_dict(
        {
            "kycMode": "NT24_LED",
            "vatNumber": vat_number,
            "companyName": "Garagem Central Lda",
            "address": {"street": "Rua das Flores 12", "postCode": "4050-262", "city": "Porto", "country": "PT"},
        }
    )
    buyer = methods["upsert_buyer"](IDS["sellerId"], key(), body)
    invitation = methods["create_invitation"](
        IDS["sellerId"],
        buyer.uuid,
        key(),
        openapi_client.CreateInvitationBody(recipient_email=f"{uuid.uuid4().hex}@x.example"),
    )
    hook = methods["create_webhook"](
        key(), openapi_client.CreateWebhookBody(url="https://hooks.example/nt24", events=["kyc.*"])
    )
    test = openapi_client.FireTestBody(event_type="kyc.vies_check_failed", data={})
    delivery = methods["fire_test"](hook.id, key(), test)
    document = methods["upload_document"](
        IDS["sellerId"], buyer.uuid, key(), "CONTACT_ID_CARD", "2026-10-28", ("extract.pdf", SAMPLE)
    )
    contact = methods["create_contact"](
        IDS["sellerId"],
        buyer.uuid,
        key(),
        openapi_client.ContactInput(first_name="Ana", last_name="Lima", email="ana.lima@garagem.example"),
    )
    return {
        "sellerId": IDS["sellerId"],
        "buyerId": buyer.uuid,
        "contactUuid": contact.uuid,
        "invitationUuid": invitation.uuid,
        "documentUuid": document.uuid,
        "prospectUuid": IDS["prospectUuid"],
        "after": IDS["after"],
        "id": hook.id,
        "deliveryId": delivery.id,
        "file": document.files[0].uuid,
    }


def query_value(name, schema, made):
    if name in made:
        return made[name]
    if "$ref" in schema:
        return DOCUMENT["components"]["schemas"][schema["$ref"].split("/")[-1]]["enum"][0]
    if schema.get("format") == "date-time":
        return datetime.now(timezone(timedelta(hours=2))) - timedelta(days=1)
    if schema.get("type") == "array":
        return [query_value(name, schema["items"], made)]
    if name == "size":
        return max(5, schema["minimum"])
    if name == "sort":
        return re.search(r"[A-Za-z]+", schema["pattern"]).group() + ",DESC"
    known = {
        "page": 0,
        "wait": 1,
        "vatNumber": "pt 501964843",
        "recipientEmail": "a@b.example",
        "language": "de-AT",
        "locale": "de-AT",
    }
    return known[name]


def arguments(operation, made):
    given = {}
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        if parameter["in"] == "path":
            given[name] = made[name]
        elif parameter["in"] == "query" and name != "cursor":
            given[name] = query_value(name, parameter["schema"], made)
    headers = {"Idempotency-Key": key(), "If-Match": '"0"', "If-None-Match": '"7"', "X-Purpose": "Checks a client."}
    given.update(
        {p["name"]: headers[p["name"]] for p in operation.get("parameters", []) if p["in"] == "header"}
    )
    return {snake(name): value for name, value in given.items()}


def bodies(operation, method):
    """By the name of the parameter: the example of the document, as the model that the client has for it."""
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        return {"type": "COC_EXTRACT", "document_date": "2026-10-28", "file": ("extract.pdf", SAMPLE)}
    if not content:
        return {}
    media = content["application/json"]
    name = snake(media["schema"]["$ref"].split("/")[-1])
    parameters = inspect.signature(method, eval_str=True).parameters
    if name not in parameters:
        return {"body": {}}
    example = json.loads(json.dumps(media["example"]))
    # What the example has is there already.
    for member, fresh in (("vatNumber", "PT" + uuid.uuid4().hex[:12].upper()), ("recipientEmail", f"{key()}@x.example")):
        if member in example:
            example[member] = fresh
    return {name: model(parameters[name].annotation).from_dict(example)}


def call(name, given):
    """What the client makes of the answer; 429 is the 10 minutes between two mails of one link."""
    try:
        return methods[name](**given)
    except ApiException as refusal:
        if refusal.status == 429 and name in ("resend_invitation", "reject_document"):
            return refusal.data
        raise


def variants(operation):
    yield {}
    names = [parameter["name"] for parameter in operation.get("parameters", [])]
    if "cursor" in names:
        yield {"cursor": ""}


called = set()
for path, item in DOCUMENT["paths"].items():
    for operation in item.values():
        name = snake(operation["operationId"])
        for variant in variants(operation):
            made = {**ids(), **IDS_OF.get(operation["operationId"], {})}
            given = {**arguments(operation, made), **bodies(operation, methods[name])}
            if variant:
                given = {k: v for k, v in given.items() if k not in ("page", "sort")} | variant
            answer = call(name, given)
            statuses = [status for status in operation["responses"] if status.startswith("2")]
            assert answer is not None or statuses == ["204"], f"{name}: nothing"
            methods["delete_webhook"](made["id"], key()) if name != "delete_webhook" else None
        called.add(name)

assert called == set(methods), f"not called: {set(methods) - called}"
print(f"{len(called)} calls")
