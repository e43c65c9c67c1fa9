using MlOps.StandIn.Storage;
using static MlOps.Tests.S3.S3Fixture;

namespace MlOps.Tests.S3;

/// <summary>What S3 refuses, what is tried again, and how it is told.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class RefusalTests
{
    [Theory]
    [InlineData(500, null, ErrorCode.ProviderError)]
    [InlineData(503, null, ErrorCode.Throttled)]
    [InlineData(503, "ServiceUnavailable", ErrorCode.ProviderError)]
    [InlineData(429, "TooManyRequests", ErrorCode.Throttled)]
    [InlineData(403, null, ErrorCode.AccessDenied)]
    [InlineData(403, "InvalidAccessKeyId", ErrorCode.AccessDenied)]
    [InlineData(403, "InvalidObjectState", ErrorCode.AccessDenied)]
    [InlineData(400, "ExpiredToken", ErrorCode.AccessDenied)]
    [InlineData(412, "PreconditionFailed", ErrorCode.Conflict)]
    public async Task A_refusal_is_told_by_its_kind(int status, string? code, ErrorCode expected)
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", Bytes(10));
        var source = await s3.DescribeAsync("a");
        s3.Faults.Add(new() { Kind = StorageFaultKind.Status, Status = status, Code = code, Operation = "GetObject", Times = null });

        var error = await RefusedAsync(() => s3.ReadAsync(source, 0, 10));

        Assert.Equal(expected, error.Code);
        Assert.Contains("s3://data/a", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.RecommendedAction);
        Assert.Equal(status >= 500 || status == 429 ? 3 : 1, s3.Calls.Count("GetObject"));
    }

    [Fact]
    public async Task What_is_missing_is_named_as_the_permission_that_it_needs()
    {
        await using var s3 = await StartAsync();
        s3.Faults.AddStatus("ListObjectsV2", 403);

        var error = await RefusedAsync(() => s3.Store.ListAsync(At("x/"), Stop).CountAsync(Stop).AsTask());

        Assert.Contains("s3:ListBucket", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HeadObject")]
    [InlineData("GetObject")]
    [InlineData("ListObjectsV2")]
    [InlineData("PutObject")]
    public async Task A_failure_that_passes_is_not_noticed(string operation)
    {
        await using var s3 = await StartAsync();
        s3.Faults.AddStatus(operation, 503, times: 2);

        await Upload.WriteAsync(s3, "a", Bytes(1000));
        Assert.Equal(Bytes(1000), await s3.ReadAsync(await s3.DescribeAsync("a"), 0, 1000));
        Assert.Equal(1, await s3.Store.ListAsync(At(""), Stop).CountAsync(Stop));
        Assert.Equal(3, s3.Calls.Count(operation));
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_set_by_the_one_of_S3()
    {
        await using var s3 = await StartAsync();
        s3.Table.Put(Bucket, "a", Bytes(10));
        s3.Faults.Add(new() { Kind = StorageFaultKind.Status, Status = 403, Code = "RequestTimeTooSkewed", Times = 1 });

        Assert.Equal(1, await s3.Store.ListAsync(At(""), Stop).CountAsync(Stop));

        s3.Faults.Add(new() { Kind = StorageFaultKind.Status, Status = 403, Code = "RequestTimeTooSkewed", Times = null });
        var error = await RefusedAsync(() => s3.Store.ListAsync(At(""), Stop).CountAsync(Stop).AsTask());
        Assert.Contains("clock", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_storm_everything_either_succeeds_or_says_that_it_may_later()
    {
        await using var s3 = await StartAsync();
        var keys = Enumerable.Range(0, 200).Select(i => $"k{i:d3}").ToList();
        keys.ForEach(key => s3.Table.Put(Bucket, key, Bytes(100)));
        var sources = await s3.Store.ListAsync(At(""), Stop).ToListAsync(Stop);
        s3.Faults.AddStatus("GetObject", 503, times: null, probability: 0.4);
        s3.Faults.Add(new() { Kind = StorageFaultKind.LoseAnswer, Operation = "GetObject", Times = null, Probability = 0.1 });
        s3.Faults.Add(new() { Kind = StorageFaultKind.Reset, Operation = "GetObject", Times = null, Probability = 0.1 });

        var results = await Task.WhenAll(sources.Select(TryAsync));

        Assert.All(results, result => Assert.Contains(result, new[] { "read", "Throttled", "ProviderError", "IOException" }));
        Assert.Contains("read", results);
        s3.Faults.Clear();
        Assert.All(await Task.WhenAll(sources.Select(TryAsync)), result => Assert.Equal("read", result));

        async Task<string> TryAsync(StoredObject source)
        {
            try
            {
                return (await s3.ReadAsync(source, 0, 100)).SequenceEqual(Bytes(100)) ? "read" : "WRONG";
            }
            catch (MlOpsException e)
            {
                return e.Code.ToString();
            }
            catch (IOException)
            {
                return "IOException";
            }
        }
    }

    [Fact]
    public async Task A_key_that_S3_cannot_have_is_refused_before_anything_is_asked()
    {
        await using var s3 = await StartAsync();

        foreach (var key in new[] { "", new string('é', 513), "half \ud800 of one" })
        {
            var error = await RefusedAsync(() => s3.Store.DescribeAsync(At(key), Stop));
            Assert.Equal(ErrorCode.Corrupt, error.Code);
            Assert.Equal(ErrorCode.Corrupt, (await RefusedAsync(() => s3.Store.OpenAsync(new() { Location = At(key), Size = 1 }, 0, 1, Stop))).Code);
            Assert.Equal(ErrorCode.Corrupt, (await RefusedAsync(() => Upload.WriteAsync(s3, key, Bytes(1)))).Code);
        }

        Assert.Empty(s3.Calls.All);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_named()
    {
        await using var s3 = await StartAsync();
        await s3.Server.DisposeAsync();

        var error = await RefusedAsync(() => s3.Store.DescribeAsync(At("a"), Stop));

        Assert.Equal(ErrorCode.ProviderError, error.Code);
        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
    }
}
