using System.Net;
using MlOps.StandIn.Storage;
using static MlOps.Tests.Storage.StoreCaller;

namespace MlOps.Tests.Storage;

public class StoreFaultTests
{
    private static readonly byte[] Content = Sample(500_000);

    [Theory]
    [InlineData(StorageFaultKind.Reset)]
    [InlineData(StorageFaultKind.Cut)]
    [InlineData(StorageFaultKind.LongLength)]
    [InlineData(StorageFaultKind.LoseAnswer)]
    public async Task An_answer_that_ends_early_is_noticed_and_the_next_one_is_whole(StorageFaultKind kind)
    {
        await using var store = await Start();
        store.Table.Put("b", "k", Content);
        store.Server.Faults.Add(new() { Kind = kind });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => store.Send("GET", "/b/k"));

        Assert.Equal(Content, await store.Bytes(HttpStatusCode.OK, "GET", "/b/k"));
    }

    [Fact]
    public async Task A_byte_is_another_one_in_what_arrives_alone()
    {
        await using var store = await Start();
        store.Table.Put("b", "k", Content);
        store.Server.Faults.Add(new() { Kind = StorageFaultKind.Corrupt, At = 300_000 });

        var read = await store.Bytes(HttpStatusCode.OK, "GET", "/b/k");

        Assert.Equal([300_000], Enumerable.Range(0, Content.Length).Where(i => read[i] != Content[i]));
        Assert.Equal(Content, await store.Bytes(HttpStatusCode.OK, "GET", "/b/k"));
    }

    [Fact]
    public async Task Ranges_are_answered_wrongly()
    {
        await using var store = await Start();
        store.Table.Put("b", "k", Content);
        foreach (var kind in new[] { StorageFaultKind.OtherRange, StorageFaultKind.FalseRange, StorageFaultKind.IgnoreRange, StorageFaultKind.ShortLength })
        {
            store.Server.Faults.Add(new() { Kind = kind, At = 10 });
            using var answer = await store.Send("GET", "/b/k", null, ("Range", "bytes=100-199"));
            var (bytes, range) = (await answer.Content.ReadAsByteArrayAsync(Stop), answer.Content.Headers.ContentRange?.ToString());

            switch (kind)
            {
                case StorageFaultKind.OtherRange:
                    Assert.Equal("bytes 99-198/500000", range);
                    Assert.Equal(Content[99..199], bytes);
                    break;
                case StorageFaultKind.FalseRange:
                    Assert.Equal("bytes 100-199/500000", range);
                    Assert.Equal(Content[99..199], bytes);
                    break;
                case StorageFaultKind.IgnoreRange:
                    Assert.Equal((HttpStatusCode.OK, null), (answer.StatusCode, range));
                    Assert.Equal(Content, bytes);
                    break;
                default:
                    Assert.Equal("bytes 100-199/500000", range);
                    Assert.Equal(Content[100..110], bytes);
                    break;
            }
        }
    }

    [Fact]
    public async Task Faults_meet_the_requests_they_are_for_and_as_many_as_was_said()
    {
        await using var store = await Start();
        store.Table.Put("b", "data/k", Content);
        store.Table.Put("b", "other", Content);
        store.Server.Faults.Add(new() { Kind = StorageFaultKind.Status, Operation = "Get*", Key = "data/*", After = 1, Times = 2, RetryAfter = 7 });

        await store.Bytes(HttpStatusCode.OK, "GET", "/b/other");
        await store.Bytes(HttpStatusCode.OK, "GET", "/b/data/k");
        Assert.Equal("SlowDown", await store.Code(HttpStatusCode.ServiceUnavailable, "GET", "/b/data/k"));
        using var refused = await store.Send("GET", "/b/data/k");
        Assert.Equal(TimeSpan.FromSeconds(7), refused.Headers.RetryAfter!.Delta);
        await store.Bytes(HttpStatusCode.OK, "GET", "/b/data/k");
        store.Server.Faults.AddStatus("objects.list", 429);
        Assert.Equal("rateLimitExceeded", (string?)(await store.Json(HttpStatusCode.TooManyRequests, "GET", "/storage/v1/b/b/o"))["error"]!["errors"]![0]!["reason"]);
    }

    [Fact]
    public async Task An_object_is_replaced_between_two_ranges()
    {
        await using var store = await Start();
        var before = store.Table.Put("b", "k", Content);
        store.Server.Faults.Add(new() { Kind = StorageFaultKind.Replace, After = 1 });

        Assert.Equal(Content[..10], await store.Bytes(HttpStatusCode.PartialContent, "GET", "/b/k", null, ("Range", "bytes=0-9"), ("If-Match", $"\"{before.ETag}\"")));
        Assert.Equal("PreconditionFailed", await store.Code(HttpStatusCode.PreconditionFailed, "GET", "/b/k", null, ("Range", "bytes=10-19"), ("If-Match", $"\"{before.ETag}\"")));

        Assert.Equal(Content.Length, store.Table.Find("b", "k")!.Content.Length);
    }

    [Theory]
    [InlineData(StorageFaultKind.LoseAnswer, true)]
    [InlineData(StorageFaultKind.ResetUpload, false)]
    public async Task An_upload_whose_answer_is_lost_has_had_its_effect_and_one_that_was_cut_has_not(StorageFaultKind kind, bool isThere)
    {
        await using var store = await Start();
        store.Server.Faults.Add(new() { Kind = kind });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => store.Send("PUT", "/b/k", Content));

        Assert.Equal(isThere, store.Table.Find("b", "k") is not null);
    }

    [Fact]
    public async Task Requests_are_counted_and_kept()
    {
        await using var store = await Start();
        store.Table.Put("b", "k", Content);

        await store.Bytes(HttpStatusCode.PartialContent, "GET", "/b/k?x=%2f", null, ("Range", "bytes=0-9"), ("Authorization", "secret"));

        var call = Assert.Single(store.Server.Calls.All);
        Assert.Equal(("GetObject", "/b/k?x=%2f", "bytes=0-9", 206, 10L), (call.Operation, call.RawTarget, call.Range, call.Status, call.Sent));
        Assert.Equal("(not kept)", call.Headers["Authorization"]);
        Assert.Equal((1, 1, 10L), (store.Server.Calls.Count("GetObject"), store.Server.Calls.Peak, store.Server.Calls.BytesOf("b", "k")));
    }
}
