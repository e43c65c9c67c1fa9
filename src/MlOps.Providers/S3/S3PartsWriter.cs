using System.Globalization;
using System.Runtime.ExceptionServices;
using MlOps.Providers.Aws;

namespace MlOps.Providers.S3;

/// <summary>Writes an object in parts, each streamed as it is read.</summary>
internal sealed class S3PartsWriter : IObjectWriter
{
    /// <summary>S3 joins the parts before it answers, and may take minutes for it.</summary>
    private static readonly TimeSpan s_joining = TimeSpan.FromMinutes(10);

    private readonly S3Client _client;
    private readonly IObjectStore _store;
    private readonly TransferNotes _notes;
    private readonly S3Upload _upload;
    private readonly S3Part?[] _parts;

    /// <summary>Makes a writer.</summary>
    /// <param name="client">S3.</param>
    /// <param name="store">Finds objects.</param>
    /// <param name="notes">Where the upload is remembered.</param>
    /// <param name="upload">The upload.</param>
    /// <param name="parts">How the object is cut.</param>
    /// <param name="there">The parts that S3 has.</param>
    public S3PartsWriter(S3Client client, IObjectStore store, TransferNotes notes, S3Upload upload, IReadOnlyList<ObjectPart> parts, IEnumerable<S3Part> there)
    {
        (_client, _store, _notes, _upload, Parts) = (client, store, notes, upload, parts);
        _parts = new S3Part?[parts.Count];
        foreach (var part in there)
        {
            _parts[part.Number - 1] = part;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObjectPart> Parts { get; }

    /// <inheritdoc/>
    public ChecksumAlgorithm? Wanted => _upload.IsSummed ? ChecksumAlgorithm.Crc64Nvme : null;

    private NewObject Target => _upload.Target;

    /// <inheritdoc/>
    public long Done(int part) => _parts[part]?.Size ?? 0;

    /// <inheritdoc/>
    public async Task WriteAsync(int part, Func<long, CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        if (_parts[part] is not null)
        {
            return;
        }

        // Without a checksum of the whole, each part is held against its own.
        using var hash = _upload.IsSummed ? null : ContentHash.Create(ChecksumAlgorithm.Md5);
        await using var source = await open(0, cancellationToken).ConfigureAwait(false);
        var body = new S3Body.OfStream(source, Parts[part].Length, hash is null ? null : hash.Append);
        try
        {
            var sent = await _client.AskAsync(
                new(HttpMethod.Put, "PutObject", Target.Location, ("partNumber", Number(part + 1)), ("uploadId", _upload.Id)) { Body = body },
                (response, _) => (
                    Part: new S3Part(part + 1, Parts[part].Length, S3Headers.ETag(response), S3Document.Crc64Nvme(S3Headers.Find(response.Headers, "x-amz-checksum-crc64nvme"))),
                    Md5: S3Checksums.Md5(response, Target.Location.Bucket)?.Checksum.Value),
                cancellationToken).ConfigureAwait(false);
            _parts[part] = hash is null || sent.Md5 is not { } md5 || md5.Span.SequenceEqual(hash.Finish().Span)
                ? sent.Part
                : throw new MlOpsException(ErrorCode.Corrupt, $"What S3 received for part {part + 1} of {TerminalText.Clean(Target.Location.ToString())} is not what was sent.", "Send it again.", Target.Location.ToString());
        }
        catch (MlOpsException e)
        {
            ExceptionDispatchInfo.Throw(body.SourceFailure ?? (S3Refusal.Code(e) == "NoSuchUpload" ? Ended(e) : e));
        }
    }

    /// <inheritdoc/>
    public Stream? ReadBack(long offset, long length) => null;

    /// <inheritdoc/>
    public async Task<StoredObject> CompleteAsync(ObjectChecksum? checksum, CancellationToken cancellationToken)
    {
        checksum = _upload.IsSummed ? checksum : null;
        try
        {
            var (version, made) = await JoinAsync(checksum, cancellationToken).ConfigureAwait(false);
            _notes.TryRemove(Target);
            return await S3Written.CheckAsync(_client, Target, version, made, checksum, cancellationToken).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (S3Refusal.Code(e) == "NoSuchUpload")
        {
            var ended = Ended(e);
            return await FindJoinedAsync(checksum, cancellationToken).ConfigureAwait(false) ?? throw ended;
        }
        catch (MlOpsException e) when (S3Refusal.Code(e) is "BadDigest" or "XAmzContentChecksumMismatch" or "InvalidPart" or "InvalidPartOrder" or "EntityTooSmall")
        {
            // What is there will not become the object.
            try
            {
                await AbandonAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (MlOpsException)
            {
                // That it cannot be thrown away either is of less interest.
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        _notes.TryRemove(Target);
        await _client.EndUploadAsync(Target.Location, _upload.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Somebody else has completed the upload or thrown it away. The next run begins anew.</summary>
    private MlOpsException Ended(MlOpsException refusal)
    {
        _notes.TryRemove(Target);
        return new(
            ErrorCode.Conflict,
            $"The upload of {TerminalText.Clean(Target.Location.ToString())} was ended by somebody else: {refusal.Message}",
            "See that nobody else sends it at the same time, and send it again.",
            Target.Location.ToString(),
            refusal.InnerException);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private Task<(string Version, string Crc64Nvme)> JoinAsync(ObjectChecksum? checksum, CancellationToken cancellationToken)
    {
        if (Array.IndexOf(_parts, null) is var missing && missing >= 0)
        {
            throw new InvalidOperationException($"Part {missing + 1} has not been written.");
        }

        return _client.AskAsync(
            new(HttpMethod.Post, "PutObject", Target.Location, ("uploadId", _upload.Id))
            {
                Headers = [("x-amz-mp-object-size", Number(Target.Size)), .. checksum is null ? [] : new[] { ("x-amz-checksum-crc64nvme", Convert.ToBase64String(checksum.Value.Span)), ("x-amz-checksum-type", "FULL_OBJECT") }],
                Body = new S3Body.OfMemory(S3Part.Write(_parts!)),
                Patience = s_joining,
            },
            (_, body) => S3Document.Read(body, "CompleteMultipartUpload") is var root ? ((AwsXml.Text(root, "ETag") ?? "").Trim('"'), S3Document.Crc64Nvme(root)) : default,
            cancellationToken);
    }

    /// <summary>The object, when the parts have been joined by a request whose answer was lost.</summary>
    private async Task<StoredObject?> FindJoinedAsync(ObjectChecksum? checksum, CancellationToken cancellationToken) =>
        await _store.DescribeAsync(Target.Location, cancellationToken).ConfigureAwait(false) is { } found
        && found.Size == Target.Size
        && (checksum is not null ? found.Checksums.Contains(checksum) : found.Version == ExpectedVersion())
            ? found
            : null;

    /// <summary>The ETag of an object that was made of the parts: the MD5 of their MD5s.</summary>
    private string ExpectedVersion()
    {
        using var hash = ContentHash.Create(ChecksumAlgorithm.Md5);
        foreach (var part in _parts)
        {
            hash.Append(part!.ETag.Length == 32 && part.ETag.All(char.IsAsciiHexDigit) ? Convert.FromHexString(part.ETag) : []);
        }

        return $"{Convert.ToHexStringLower(hash.Finish().Span)}-{Number(_parts.Length)}";
    }
}
