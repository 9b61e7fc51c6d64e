import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.BuyersApi;
import org.openapitools.client.api.KycApi;
import org.openapitools.client.api.OrganizationApi;
import org.openapitools.client.api.SelfServiceInvitationsApi;
import org.openapitools.client.api.WebhooksApi;
import org.openapitools.client.model.*;

class QuickStart {
  static final String API_URL = System.getenv("API_URL");
  static final HttpClient HTTP = HttpClient.newHttpClient();
  static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    String token = token();
    ApiClient client = new ApiClient();
    client.updateBaseUri(API_URL);
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    SelfServiceInvitationsApi invitations = new SelfServiceInvitationsApi(client);
    WebhooksApi webhooks = new WebhooksApi(client);

    AuthorizedPartner seller = new OrganizationApi(client).getMe().getAuthorizedPartners().get(0);
    System.out.println("acting for " + seller.getName());

    // A receiver of webhooks, and an endpoint that leads to it. You choose the secret or the service makes one; keep it in your vault.
    String secret = "whsec_" + UUID.randomUUID();
    BlockingQueue<JsonNode> arrived = new LinkedBlockingQueue<>();
    HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/nt24", exchange -> receive(exchange, secret, arrived));
    receiver.start();
    CreatedWebhook endpoint = webhooks.createWebhook(key(), new CreateWebhookBody()
        .url(URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/nt24"))
        .events(Set.of(Subscription.SELF_SERVICE_INVITATION_USED))
        .secret(secret));

    // The buyer, found again by his VAT number if he is there already, and an invitation for him.
    Buyer buyer = new BuyersApi(client).upsertBuyer(seller.getUuid(), key(), new UpsertBuyerBody()
        .kycMode(KycMode.MARKETPLACE_LED)
        .vatNumber("PT501964843")
        .companyName("Garagem Central Lda")
        .address(new AddressInput().street("Rua das Flores 12").postCode("4050-262").city("Porto").country(CountryCode.PT)));
    Invitation invitation = invitations.createInvitation(seller.getUuid(), buyer.getUuid(), key(),
        new CreateInvitationBody().recipientEmail("office@garagem-central.example"), null);
    System.out.println("invited " + invitation.getRecipientEmail() + ": " + invitation.getStatus());

    // The sandbox is a buyer who opens the link and sends what was asked for; in production, people do that.
    URI complete = URI.create(API_URL + "/sandbox/invitations/" + invitation.getUuid() + "/complete");
    HTTP.send(HttpRequest.newBuilder(complete).POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding());
    System.out.println("webhook " + arrived.poll(60, TimeUnit.SECONDS).get("type").asText());

    KycDocumentPage documents = new KycApi(client)
        .listDocuments(seller.getUuid(), buyer.getUuid(), null, null, null, null, null, null);
    System.out.println(documents.getData().isEmpty() ? "no documents" : "documents are there");

    // Somebody else is invited, and the deal is called off. The second call comes too late, and is told how things stand.
    Invitation second = invitations.createInvitation(seller.getUuid(), buyer.getUuid(), key(),
        new CreateInvitationBody().recipientEmail("boss@garagem-central.example"), null);
    RevokeInvitationBody reason = new RevokeInvitationBody().reason("The deal was called off.");
    Invitation revoked = invitations
        .revokeInvitation(seller.getUuid(), buyer.getUuid(), second.getUuid(), key(), reason, null);
    System.out.println("revoked: " + revoked.getStatus());
    try {
      invitations.revokeInvitation(seller.getUuid(), buyer.getUuid(), second.getUuid(), key(), reason, null);
    } catch (ApiException error) {
      JsonNode problem = JSON.readTree(error.getResponseBody());
      String type = problem.get("type").asText();
      System.out.println("refused: " + type.substring(type.lastIndexOf('/') + 1) + ", "
          + problem.get("currentResource").get("revocationReason").asText());
    }

    webhooks.deleteWebhook(endpoint.getId(), key());
    receiver.stop(0);
  }

  /** An access token. It lives for 300 seconds: a program that runs for longer gets a new one in time. */
  static String token() throws IOException, InterruptedException {
    String form = "grant_type=client_credentials"
        + "&client_id=" + URLEncoder.encode(System.getenv("CLIENT_ID"), StandardCharsets.UTF_8)
        + "&client_secret=" + URLEncoder.encode(System.getenv("CLIENT_SECRET"), StandardCharsets.UTF_8);
    HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("TOKEN_URL")))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form))
        .build();
    return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body()).get("access_token").asText();
  }

  /** An Idempotency-Key. Make one for each write, and keep it while you repeat that write. */
  static String key() {
    return UUID.randomUUID().toString();
  }

  static void receive(HttpExchange exchange, String secret, BlockingQueue<JsonNode> arrived) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean good = isGenuine(body, exchange.getRequestHeaders().getFirst("X-Novatrade-Signature"), secret);
      if (good) arrived.add(JSON.readTree(body));
      exchange.sendResponseHeaders(good ? 204 : 400, -1);
    } catch (GeneralSecurityException error) {
      throw new IOException(error);
    }
  }

  /** Whether the body, exactly as received, was signed with the secret within the last 300 seconds. */
  static boolean isGenuine(byte[] body, String header, String secret) throws GeneralSecurityException {
    String[] parts = header.split(",");
    String time = Arrays.stream(parts).filter(part -> part.startsWith("t=")).findFirst().orElse("t=0").substring(2);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
    byte[] expected = HexFormat.of().formatHex(mac.doFinal(body)).getBytes(StandardCharsets.UTF_8);
    boolean fits = Arrays.stream(parts)
        .filter(part -> part.startsWith("v1="))
        .anyMatch(part -> MessageDigest.isEqual(expected, part.substring(3).getBytes(StandardCharsets.UTF_8)));
    return fits && Math.abs(Instant.now().getEpochSecond() - Long.parseLong(time)) <= 300;
  }
}
