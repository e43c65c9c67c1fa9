namespace MlOps.StandIn.Storage;

/// <summary>The names that S3 has for checksums.</summary>
internal static class S3Checksum
{
    public const string HeaderPrefix = "x-amz-checksum-";

    private static readonly (ChecksumAlgorithm Algorithm, string Name)[] Names =
    [
        (ChecksumAlgorithm.Crc64Nvme, "CRC64NVME"),
        (ChecksumAlgorithm.Crc32C, "CRC32C"),
        (ChecksumAlgorithm.Crc32, "CRC32"),
        (ChecksumAlgorithm.Sha256, "SHA256"),
        (ChecksumAlgorithm.Sha1, "SHA1"),
    ];

    public static IEnumerable<ChecksumAlgorithm> All => Names.Select(one => one.Algorithm);

    public static string NameOf(ChecksumAlgorithm algorithm) => Array.Find(Names, one => one.Algorithm == algorithm).Name;

    public static string HeaderOf(ChecksumAlgorithm algorithm) => HeaderPrefix + NameOf(algorithm).ToLowerInvariant();

    public static ChecksumAlgorithm? Find(string? name) =>
        Array.Find(Names, one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Name: not null } found ? found.Algorithm : null;
}
