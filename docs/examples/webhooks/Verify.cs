using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

/// <summary>.NET 8 or newer.</summary>
public static class Webhooks
{
    /// <summary>Whether the body, exactly as received, was signed with one of the secrets at most toleranceSeconds ago or ahead.</summary>
    public static bool Verify(byte[] body, string header, IEnumerable<string> secrets, long nowSeconds, long toleranceSeconds = 300)
    {
        var parts = header.Split(',').Select(part => part.Trim()).ToList();
        var times = parts.Where(part => part.StartsWith("t=", StringComparison.Ordinal)).Select(part => part[2..]).ToList();
        var given = parts.Where(part => part.StartsWith("v1=", StringComparison.Ordinal)).Select(part => part[3..]).ToList();
        if (times.Count != 1 || !Regex.IsMatch(times[0], @"\A[0-9]{1,12}\z")) return false;
        var signed = Encoding.UTF8.GetBytes(times[0] + ".").Concat(body).ToArray();
        var fits = false;
        foreach (var secret in secrets)
        {
            var digest = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
            var expected = Encoding.UTF8.GetBytes(Convert.ToHexString(digest).ToLowerInvariant());
            foreach (var signature in given)
                fits |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
        }
        return fits && Math.Abs(nowSeconds - long.Parse(times[0], CultureInfo.InvariantCulture)) <= toleranceSeconds;
    }
}

// --- Below: reads test vectors, one a line, and says what it makes of each.
public static class Program
{
    public static void Main()
    {
        for (var line = Console.ReadLine(); line != null; line = Console.ReadLine())
        {
            var parts = line.Split('\t');
            var known = parts[2].Split(',').Select(secret => Encoding.UTF8.GetString(Convert.FromBase64String(secret)));
            var valid = Verify(parts, known);
            Console.WriteLine(valid ? "valid" : "refused");
        }
    }

    private static bool Verify(string[] parts, IEnumerable<string> known) =>
        Webhooks.Verify(Convert.FromBase64String(parts[3]), parts[1], known, long.Parse(parts[0], CultureInfo.InvariantCulture));
}
