namespace MlOps.Providers.S3;

/// <summary>Looks at what S3 says of an object that was written.</summary>
internal static class S3Written
{
    /// <summary>Sees that the object is what was sent. S3 itself has seen to that; a server that is only like it may have made the checksum without looking at ours.</summary>
    /// <param name="client">S3.</param>
    /// <param name="target">The object.</param>
    /// <param name="version">Its ETag.</param>
    /// <param name="made">The CRC-64/NVME that S3 made of it, in Base64; empty for none.</param>
    /// <param name="checksum">What it should be; <see langword="null"/> when that is not known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The object.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Corrupt"/>: it is another content, and has been removed.</exception>
    public static async Task<StoredObject> CheckAsync(S3Client client, NewObject target, string version, string made, ObjectChecksum? checksum, CancellationToken cancellationToken)
    {
        if (checksum is not null && made.Length > 0 && made != Convert.ToBase64String(checksum.Value.Span))
        {
            throw new MlOpsException(
                ErrorCode.Corrupt,
                $"What was stored at {TerminalText.Clean(target.Location.ToString())} has the checksum {made}, and what was sent has {Convert.ToBase64String(checksum.Value.Span)}: {await RemoveAsync(client, target, cancellationToken).ConfigureAwait(false)}.",
                "Send it again.",
                target.Location.ToString());
        }

        return new()
        {
            Location = target.Location,
            Size = target.Size,
            Version = version,
            ContentEncoding = target.ContentEncoding,
            Checksums = checksum is null ? [] : [checksum],
        };
    }

    private static async Task<string> RemoveAsync(S3Client client, NewObject target, CancellationToken cancellationToken)
    {
        try
        {
            return await client.AskAsync(new(HttpMethod.Delete, "DeleteObject", target.Location), (_, _) => "it was removed", cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e)
        {
            return $"it could not be removed ({e.Message})";
        }
    }
}
