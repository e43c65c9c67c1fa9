namespace MlOps.Providers.S3;

/// <summary>An upload in parts.</summary>
/// <param name="Target">The object to be.</param>
/// <param name="Id">What S3 calls the upload.</param>
/// <param name="IsSummed">Whether S3 will hold the whole object against a CRC-64/NVME.</param>
internal sealed record S3Upload(NewObject Target, string Id, bool IsSummed)
{
    /// <summary>What to remember before S3 has said what it calls the upload.</summary>
    public const string Beginning = "?";

    private const string Summed = "CRC64NVME ";
    private const string NotSummed = "- ";

    /// <summary>What to remember of it.</summary>
    public string Note => (IsSummed ? Summed : NotSummed) + Id;

    /// <summary>Reads a note.</summary>
    /// <param name="target">The object to be.</param>
    /// <param name="note">The note, if there is one.</param>
    /// <returns>The upload; <see langword="null"/> when there is none.</returns>
    public static S3Upload? FromNote(NewObject target, string? note) =>
        note is null ? null
        : note.StartsWith(Summed, StringComparison.Ordinal) ? new(target, note[Summed.Length..], IsSummed: true)
        : note.StartsWith(NotSummed, StringComparison.Ordinal) ? new(target, note[NotSummed.Length..], IsSummed: false)
        : null;
}
