using MlOps.StandIn.Storage;
using static MlOps.Tests.Gcs.GcsFixture;

namespace MlOps.Tests.Gcs;

public class WriteTests
{
    private const int Small = 100_000;
    private const int Middle = (9 << 20) + 12_345;
    private const int Large = (65 << 20) + 1;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(8 << 20, 1)]
    [InlineData((8 << 20) + 1, 1)]
    [InlineData(9 << 20, 1)]
    [InlineData(Middle, 1)]
    [InlineData(64 << 20, 1)]
    [InlineData((64 << 20) + 1, 3)]
    [InlineData(130 << 20, 5)]
    public async Task An_object_of_any_size_is_there_when_it_is_complete_and_not_before(int size, int parts)
    {
        await using var gcs = await Serve(new() { ComputesMd5 = false });
        var content = Bytes(size);
        await using var writer = await gcs.Store.WriteAsync(Target("model/weights", content), Stop);

        Assert.Equal(parts, writer.Parts.Count);
        Assert.Equal(size, writer.Parts.Sum(part => part.Length));
        Assert.Equal(ChecksumAlgorithm.Crc32C, writer.Wanted);
        Assert.Null(writer.ReadBack(0, 1));
        Assert.All(writer.Parts.Select((_, i) => writer.Done(i)), done => Assert.Equal(0, done));
        await WriteParts(writer, content);
        Assert.Equal(writer.Parts.Select(part => part.Length), writer.Parts.Select((_, i) => writer.Done(i)));
        Assert.Null(gcs.Stored("model/weights"));
        var stored = await writer.CompleteAsync(Sum(content), Stop);

        Assert.Equal(["model/weights"], gcs.Keys());
        Assert.Equal(content, gcs.Stored("model/weights"));
        var described = await gcs.Describe("model/weights");
        Assert.Equal(described with { Checksums = [] }, stored with { Checksums = [] });
        Assert.Equal(Sum(content), stored.Checksums[0]);
        Assert.False(Directory.Exists(gcs.NotesFolder) && Directory.EnumerateFiles(gcs.NotesFolder).Any());
        Assert.All(gcs.Server.Calls.All, call => Assert.DoesNotContain("Authorization", call.Headers.Keys));
        Assert.Empty(gcs.Server.Violations);
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Middle)]
    [InlineData(Large)]
    public async Task The_encoding_is_the_objects_and_an_object_that_was_there_is_replaced(int size)
    {
        await using var gcs = await Serve();
        gcs.Table.Put(Bucket, "a", Bytes(7));

        var stored = await gcs.Write("a", Bytes(size), "gzip");

        Assert.Equal("gzip", stored.ContentEncoding);
        Assert.Equal("gzip", gcs.Table.Find(Bucket, "a")!.Draft.ContentEncoding);
        Assert.Equal(Bytes(size), gcs.Stored("a"));
        Assert.Empty(gcs.Server.Violations);
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Middle)]
    [InlineData(Large)]
    public async Task Content_that_is_not_what_was_meant_is_refused_and_never_seen(int size)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        await WriteParts(writer, content);
        var calls = gcs.Server.Calls.Count("objects.compose");

        var error = await Assert.ThrowsAsync<MlOpsException>(() => writer.CompleteAsync(Sum(Bytes(5)), Stop));

        Assert.Equal(ErrorCode.Corrupt, error.Code);
        Assert.Contains("gs://training/a", error.Message, StringComparison.Ordinal);
        Assert.Empty(gcs.Keys());
        Assert.Equal(0, gcs.Server.Calls.Count("objects.compose"));
        Assert.All(writer.Parts.Select((_, i) => writer.Done(i)), done => Assert.Equal(0, done));
        await using var again = await gcs.Store.WriteAsync(Target("a", content), Stop);
        Assert.All(again.Parts.Select((_, i) => again.Done(i)), done => Assert.Equal(0, done));
        Assert.Empty(gcs.Server.Violations);
    }

    [Theory]
    [InlineData(Small, "objects.insertMultipart")]
    [InlineData(Middle, "objects.resume")]
    public async Task A_byte_that_changes_on_its_way_is_noticed(int size, string operation)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.CorruptUpload, Operation = operation, At = 50_000 });

        var error = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Write("a", content));

        Assert.Equal(ErrorCode.Corrupt, error.Code);
        Assert.Empty(gcs.Keys());
        await gcs.Write("a", content);
        Assert.Equal(content, gcs.Stored("a"));
    }

    [Theory]
    [InlineData(Small, "objects.insertMultipart", 403, ErrorCode.AccessDenied)]
    [InlineData(Small, "objects.insertMultipart", 400, ErrorCode.InvalidArgument)]
    [InlineData(Middle, "objects.insertResumable", 403, ErrorCode.AccessDenied)]
    public async Task What_is_refused_is_named_with_the_permission_that_it_needs(int size, string operation, int status, ErrorCode code)
    {
        await using var gcs = await Serve();
        gcs.Refuse(operation, status, times: null);

        // A name is no reason: not one that looks like that of a checksum, either.
        var error = await Assert.ThrowsAsync<MlOpsException>(() => gcs.Write("sums/crc32c.bin", Bytes(size)));

        Assert.Equal(code, error.Code);
        Assert.Contains($"storage.objects.create on gs://{Bucket}/sums/crc32c.bin:", error.Message, StringComparison.Ordinal);
        Assert.Equal($"gs://{Bucket}/sums/crc32c.bin", error.Target);
        Assert.Equal(code == ErrorCode.AccessDenied, error.RecommendedAction.Contains("permission storage.objects.create;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_that_changes_on_its_way_is_thrown_away_and_can_be_sent_again()
    {
        await using var gcs = await Serve();
        var content = Bytes(Large);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.CorruptUpload, Operation = "objects.resume", At = 50_000 });

        var error = await Assert.ThrowsAsync<MlOpsException>(() => writer.WriteAsync(1, Open(content, writer.Parts[1]), Stop));

        Assert.Equal(ErrorCode.Corrupt, error.Code);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, writer.Done(1));
        Assert.Empty(gcs.Keys());
        await WriteParts(writer, content);
        await writer.CompleteAsync(Sum(content), Stop);
        Assert.Equal(content, gcs.Stored("a"));
        Assert.Equal(["a"], gcs.Keys());
    }

    [Theory]
    [InlineData(Small, 503)]
    [InlineData(Middle, 503)]
    [InlineData(Large, 503)]
    [InlineData(Middle, 429)]
    [InlineData(Middle, 500)]
    [InlineData(Middle, 408)]
    public async Task Storms_of_refusals_pass(int size, int status)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        foreach (var operation in new[] { "objects.insertMultipart", "objects.insertResumable", "objects.resume", "objects.compose" })
        {
            gcs.Refuse(operation, status, times: 3);
        }

        await WriteTirelessly(writer, content);
        var stored = await writer.CompleteAsync(Sum(content), Stop);

        Assert.Equal(Sum(content), stored.Checksums[0]);
        Assert.Equal(content, gcs.Stored("a"));
        Assert.Equal(["a"], gcs.Keys());
        Assert.Empty(gcs.Server.Violations);
    }

    [Theory]
    [InlineData(Small, "objects.insertMultipart")]
    [InlineData(Middle, "objects.resume")]
    [InlineData(Large, "objects.resume")]
    [InlineData(Large, "objects.compose")]
    [InlineData(Large, "objects.insertResumable")]
    public async Task An_answer_that_is_lost_is_no_loss(int size, string operation)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.LoseAnswer, Operation = operation, Times = 2 });

        await WriteTirelessly(writer, content);
        await writer.CompleteAsync(Sum(content), Stop);

        Assert.Equal(content, gcs.Stored("a"));
        Assert.Equal(["a"], gcs.Keys());
        Assert.Empty(gcs.Server.Violations);
    }

    [Fact]
    public async Task The_answer_to_the_last_bytes_may_be_lost()
    {
        await using var gcs = await Serve();
        var content = Bytes(Middle);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        await WriteParts(writer, content);
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.LoseAnswer, Operation = "objects.resume" });

        await writer.CompleteAsync(Sum(content), Stop);

        Assert.Equal(content, gcs.Stored("a"));
        Assert.Equal(1, gcs.Table.Find(Bucket)!.Count);
    }

    [Theory]
    [InlineData(Middle)]
    [InlineData(Large)]
    public async Task A_connection_that_is_cut_is_gone_on_with_at_the_byte(int size)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.ResetUpload, Operation = "objects.resume", At = 5_000_000 });

        var error = await Assert.ThrowsAsync<MlOpsException>(() => writer.WriteAsync(0, Open(content, writer.Parts[0]), Stop));
        Assert.Equal(ErrorCode.ProviderError, error.Code);
        var opened = new List<long>();
        await writer.WriteAsync(
            0,
            (offset, stop) =>
            {
                opened.Add(offset);
                return Open(content, writer.Parts[0])(offset, stop);
            },
            Stop);

        // What the service keeps of a request that is cut are whole blocks.
        Assert.Equal(5_000_000 / (256 << 10) * (256 << 10), opened[0]);
        await WriteParts(writer, content);
        await writer.CompleteAsync(Sum(content), Stop);
        Assert.Equal(content, gcs.Stored("a"));
        Assert.Empty(gcs.Server.Violations);
    }

    [Theory]
    [InlineData(Middle)]
    [InlineData(Large)]
    public async Task A_service_that_takes_nothing_for_too_long_is_given_up(int size)
    {
        await using var gcs = await Serve(longestSilence: TimeSpan.FromSeconds(2));
        var content = Bytes(size);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.Delay, Operation = "objects.resume", Duration = TimeSpan.FromMinutes(10) });

        var error = await Assert.ThrowsAsync<MlOpsException>(() => writer.WriteAsync(0, Open(content, writer.Parts[0]), Stop));

        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.Contains("in time", error.Message, StringComparison.Ordinal);
        await WriteParts(writer, content);
        await writer.CompleteAsync(Sum(content), Stop);
        Assert.Equal(content, gcs.Stored("a"));
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Middle)]
    [InlineData(Large)]
    public async Task A_source_that_fails_is_the_sources_failure(int size)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        var failure = new MlOpsException(ErrorCode.Conflict, "The source was replaced.");

        var error = await Assert.ThrowsAsync<MlOpsException>(() => writer.WriteAsync(0, (_, _) => Task.FromResult<Stream>(new FailingStream(content, 60_000, failure)), Stop));
        var early = await Assert.ThrowsAsync<EndOfStreamException>(() => writer.WriteAsync(0, (offset, _) => Task.FromResult<Stream>(new MemoryStream(content, (int)offset, 10)), Stop));

        Assert.Same(failure, error);
        Assert.NotNull(early);
        Assert.InRange(writer.Done(0), 0, 60_010);
        await WriteParts(writer, content);
        await writer.CompleteAsync(Sum(content), Stop);
        Assert.Equal(content, gcs.Stored("a"));
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Middle)]
    [InlineData(Large)]
    public async Task What_is_abandoned_is_gone(int size)
    {
        await using var gcs = await Serve();
        var content = Bytes(size);
        await using (var writer = await gcs.Store.WriteAsync(Target("a", content), Stop))
        {
            await WriteParts(writer, content);
            await writer.AbandonAsync(Stop);
            Assert.Equal(0, writer.Done(0));
        }

        Assert.Empty(gcs.Keys());
        gcs.Server.Calls.Clear();
        await using var again = await gcs.Store.WriteAsync(Target("a", content), Stop);
        Assert.Equal(0, again.Done(0));
        Assert.Empty(gcs.Server.Calls.All);
        Assert.Empty(gcs.Server.Violations);
    }

    [Fact]
    public async Task What_cannot_be_cleaned_up_is_no_failure()
    {
        await using var gcs = await Serve();
        var content = Bytes(Large);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        await WriteParts(writer, content);
        gcs.Refuse("objects.delete", 403, times: null);
        gcs.Refuse("objects.cancelResumable", 403, times: null);

        await writer.AbandonAsync(Stop);

        Assert.Equal(3, gcs.Keys().Length);
        Assert.Equal(0, writer.Done(0));
    }

    [Fact]
    public async Task Parts_are_temporary_objects_beside_the_object()
    {
        await using var gcs = await Serve();
        var content = Bytes(Large);
        await using var writer = await gcs.Store.WriteAsync(Target("run/model/weights", content), Stop);
        await WriteParts(writer, content);

        Assert.Equal(3, gcs.Keys().Length);
        Assert.All(gcs.Keys(), key => Assert.Matches("^run/model/.mlops-parts/[0-9a-f]{32}/[0-2]$", key));
        Assert.All(gcs.Table.Find(Bucket)!.Objects.SkipLast(1), part => Assert.Equal(0, part.Content.Length % (256 << 10)));
        gcs.Table.Put(Bucket, "run/model/.mlops-parts/of-another", Bytes(1));
        await writer.CompleteAsync(Sum(content), Stop);

        Assert.Equal(["run/model/.mlops-parts/of-another", "run/model/weights"], gcs.Keys());
        Assert.Equal(3, gcs.Table.Find(Bucket, "run/model/weights")!.Draft.ComponentCount);
        Assert.Equal(0, gcs.Server.Calls.Count("objects.delete"));
    }

    [Fact]
    public async Task Parts_that_somebody_deletes_are_sent_again()
    {
        await using var gcs = await Serve();
        var content = Bytes(Large);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        await WriteParts(writer, content);
        gcs.Table.Find(Bucket)!.Delete(gcs.Keys()[1]);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => writer.CompleteAsync(Sum(content), Stop));

        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.DoesNotContain("a", gcs.Keys());
        Assert.Equal(0, writer.Done(1));
        await WriteParts(writer, content);
        await writer.CompleteAsync(Sum(content), Stop);
        Assert.Equal(content, gcs.Stored("a"));
    }

    [Fact]
    public async Task Nothing_is_complete_before_it_is_written()
    {
        await using var gcs = await Serve();
        foreach (var size in new[] { Small, Middle, Large })
        {
            await using var writer = await gcs.Store.WriteAsync(Target("a", Bytes(size)), Stop);
            await Assert.ThrowsAsync<InvalidOperationException>(() => writer.CompleteAsync(Sum(Bytes(size)), Stop));
        }

        Assert.Empty(gcs.Keys());
    }

    [Fact]
    public async Task Parts_are_as_many_as_one_call_puts_together_at_most()
    {
        foreach (var size in new[] { (64L << 20) + 1, 1L << 30, (1L << 30) + 1, 5L << 40, (5L << 40) - 12345 })
        {
            var parts = Providers.Gcs.GcsCompositeWriter.Cut(size);

            Assert.InRange(parts.Count, 2, 32);
            Assert.Equal(size, parts.Sum(part => part.Length));
            Assert.All(parts.SkipLast(1), part => Assert.Equal(0, part.Length % (256 << 10)));
            Assert.All(parts, part => Assert.True(part.Length > 0));
        }

        Assert.Equal(32, Providers.Gcs.GcsCompositeWriter.Cut(1L << 30).Count);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task No_error_tells_where_a_session_is()
    {
        await using var gcs = await Serve();
        var content = Bytes(Middle);
        await using var writer = await gcs.Store.WriteAsync(Target("a", content), Stop);
        gcs.Server.Faults.Add(new() { Kind = StorageFaultKind.ResetUpload, Operation = "objects.resume", At = 1_000_000 });
        var errors = new List<Exception> { await Assert.ThrowsAsync<MlOpsException>(() => WriteParts(writer, content)) };
        var session = gcs.Server.Calls.All.Last(call => call.Operation == "objects.resume").RawTarget;
        var id = session[(session.IndexOf("upload_id=", StringComparison.Ordinal) + "upload_id=".Length)..];
        gcs.Refuse("objects.resume", 403, times: 1);
        errors.Add(await Assert.ThrowsAsync<MlOpsException>(() => WriteParts(writer, content)));
        gcs.Refuse("objects.resume", 503, times: null);
        errors.Add(await Assert.ThrowsAsync<MlOpsException>(() => WriteParts(writer, content)));

        Assert.True(id.Length > 20);
        Assert.All(errors, error => Assert.DoesNotContain(id, error.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(id, Providers.Google.GoogleErrors.Clean($"no upload at /upload/storage/v1/b/x/o?uploadType=resumable&upload_id={id}"), StringComparison.Ordinal);
    }

    /// <summary>Writes all parts, and again what fails for now, as the engine does.</summary>
    private static Task WriteTirelessly(IObjectWriter writer, byte[] content) => Task.WhenAll(writer.Parts.Select(async (part, i) =>
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await writer.WriteAsync(i, Open(content, part), Stop);
                return;
            }
            catch (MlOpsException e) when (e.Code is ErrorCode.ProviderError or ErrorCode.Throttled && tries < 10)
            {
                // It passes.
            }
        }
    }));

    private sealed class FailingStream(byte[] content, int good, Exception failure) : MemoryStream(content, 0, good)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : ValueTask.FromException<int>(failure);
    }
}
