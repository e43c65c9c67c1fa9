using Amazon.Runtime;
using MlOps.Providers.S3;
using MlOps.StandIn.Account;
using static MlOps.Tests.SageMaker.SageMakerFixture;

namespace MlOps.Tests.S3;

/// <summary>Buckets that are elsewhere than the settings say.</summary>
[Collection(ChangesProcessEnvironment.Name)]
public class RegionTests
{
    [Fact]
    public async Task A_bucket_is_called_in_its_own_region_as_soon_as_that_is_known()
    {
        var account = new CloudAccount();
        account.Nearby.Buckets["far-away"] = "us-west-2";
        account.Nearby.Put("far-away", "a/b", "there");
        account.Nearby.Put("my-training", "a/b", "here");
        await using var served = await Serve(account);
        var store = new S3Store(new("eu-central-1", null), () => new BasicAWSCredentials("AKIAMADEUPMADEUPMADE", "secret"));

        foreach (var (bucket, text) in new[] { ("far-away", "there"), ("my-training", "here"), ("far-away", "there") })
        {
            var found = Assert.Single(await store.ListAsync(new("s3://", bucket, "a/"), Stop).ToListAsync(Stop));
            await using var content = await store.OpenAsync(found with { Version = "" }, 0, found.Size, Stop);
            Assert.Equal(text, await new StreamReader(content.Stream).ReadToEndAsync(Stop));
        }

        // The wrong region was asked once.
        Assert.Equal(7, account.Calls.All.Count);
        Assert.Empty(account.Violations);
    }
}
