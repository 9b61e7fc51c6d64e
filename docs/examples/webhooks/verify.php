<?php
declare(strict_types=1);

/** Whether the body, exactly as received, was signed with one of the secrets within the last (or next) 300 seconds. */
function verify(string $body, string $header, array $secrets, ?int $now = null, int $tolerance = 300): bool
{
    $times = [];
    $given = [];
    foreach (array_map('trim', explode(',', $header)) as $part) {
        if (str_starts_with($part, 't=')) $times[] = substr($part, 2);
        if (str_starts_with($part, 'v1=')) $given[] = substr($part, 3);
    }
    if (count($times) !== 1 || preg_match('/\A[0-9]{1,12}\z/', $times[0]) !== 1) return false;
    $fits = false;
    foreach ($secrets as $secret) {
        $expected = hash_hmac('sha256', $times[0] . '.' . $body, $secret);
        foreach ($given as $signature) {
            $fits = hash_equals($expected, $signature) || $fits;
        }
    }
    return $fits && abs(($now ?? time()) - (int) $times[0]) <= $tolerance;
}
// Use: verify(file_get_contents('php://input'), $_SERVER['HTTP_X_NOVATRADE_SIGNATURE'] ?? '', [$secret])

// --- Below: reads test vectors, one a line, and says what it makes of each.
if (PHP_SAPI === 'cli') {
    while (($line = fgets(STDIN)) !== false) {
        [$now, $header, $secrets, $body] = explode("\t", rtrim($line, "\n"));
        $known = array_map('base64_decode', explode(',', $secrets));
        echo verify(base64_decode($body), $header, $known, (int) $now) ? "valid\n" : "refused\n";
    }
}
