import java.io.*;
import java.nio.charset.StandardCharsets;
import java.security.*;
import java.util.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Java 17 or newer. */
public final class Verify {
    /** Whether the body, exactly as received, was signed with one of the secrets at most toleranceSeconds (usually 300) ago or ahead. */
    public static boolean verify(byte[] body, String header, List<String> secrets, long nowSeconds, long toleranceSeconds)
            throws GeneralSecurityException {
        List<String> times = new ArrayList<>(), given = new ArrayList<>();
        for (String part : header.split(",")) {
            String trimmed = part.trim();
            if (trimmed.startsWith("t=")) times.add(trimmed.substring(2));
            if (trimmed.startsWith("v1=")) given.add(trimmed.substring(3));
        }
        if (times.size() != 1 || !times.get(0).matches("[0-9]{1,12}")) return false;
        String time = times.get(0);
        boolean fits = false;
        for (String secret : secrets) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            byte[] expected = HexFormat.of().formatHex(mac.doFinal(body)).getBytes(StandardCharsets.UTF_8);
            for (String signature : given) {
                fits |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
            }
        }
        return fits && Math.abs(nowSeconds - Long.parseLong(time)) <= toleranceSeconds;
    }

    // --- Below: reads test vectors, one a line, and says what it makes of each.
    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split("\t", -1);
            List<String> known = new ArrayList<>();
            for (String secret : parts[2].split(",")) known.add(new String(decode(secret), StandardCharsets.UTF_8));
            boolean valid = verify(decode(parts[3]), parts[1], known, Long.parseLong(parts[0]), 300);
            System.out.println(valid ? "valid" : "refused");
        }
    }

    private static byte[] decode(String part) {
        return Base64.getDecoder().decode(part);
    }
}
