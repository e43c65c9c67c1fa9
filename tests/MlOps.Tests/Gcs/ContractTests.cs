using System.Text;
using System.Text.Json.Nodes;
using MlOps.StandIn.Contracts;
using static MlOps.Tests.Gcs.GcsFixture;

namespace MlOps.Tests.Gcs;

/// <summary>What is sent to Cloud Storage is held against its contract, field by field.</summary>
public class ContractTests
{
    [Theory]
    [InlineData("objects.list", """{"bucket":"b","prefix":"a/","maxResults":"1000","pageToken":"x","fields":"items(name)"}""", null)]
    [InlineData("objects.list", """{"bucket":"b","prefixes":"a/"}""", "prefixes: is not known")]
    [InlineData("objects.list", """{"bucket":"b","body":{}}""", "(body): there is none in this operation")]
    [InlineData("objects.get", """{"bucket":"b","object":""}""", "object: '' is not such a name")]
    [InlineData("objects.getMedia", """{"bucket":"b","object":"a","alt":"media","generation":"1"}""", null)]
    [InlineData("objects.insertMultipart", """{"bucket":"b","uploadType":"multipart","body":{"name":"a","crc32c":"AAAAAA==","contentEncoding":"gzip"}}""", null)]
    [InlineData("objects.insertResumable", """{"bucket":"b","uploadType":"resumable","body":{"nam":"a"}}""", "nam: is not known")]
    [InlineData("objects.insertResumable", """{"bucket":"b","uploadType":"resumable","body":{"name":1}}""", "name: has to be a string, and is 1")]
    [InlineData("objects.compose", """{"bucket":"b","destinationObject":"a","body":{"sourceObjects":[{"name":"x"}],"destination":{},"deleteSourceObjects":true}}""", null)]
    [InlineData("objects.compose", """{"bucket":"b","destinationObject":"a","body":{"deleteSources":true}}""", "deleteSources: is not known")]
    [InlineData("objects.delete", """{"bucket":"b","object":"a","generation":"1"}""", null)]
    [InlineData("buckets.get", """{"bucket":"b","fields":"location"}""", null)]
    public void A_request_is_checked(string operation, string request, string? problem) =>
        Assert.Equal(problem is null ? [] : [problem], WireContract.Storage.CheckInput(operation, JsonNode.Parse(request)));

    [Fact]
    public async Task The_stand_in_notes_what_the_service_would_not_know()
    {
        await using var gcs = await Serve();
        using var http = new HttpClient();
        using var body = new StringContent("""{"name":"a","colour":"red"}""", Encoding.UTF8, "application/json");

        await http.GetAsync($"{gcs.Server.Url}/storage/v1/b/{Bucket}/o?limit=5", Stop);
        await http.PostAsync($"{gcs.Server.Url}/upload/storage/v1/b/{Bucket}/o?uploadType=resumable", body, Stop);

        Assert.Equal(["objects.list: limit: is not known", "objects.insertResumable: colour: is not known"], gcs.Server.Violations);
    }

    [Fact]
    public async Task Every_operation_of_the_contract_is_sent_by_the_store_and_no_other()
    {
        await using var gcs = await Serve();
        var content = Bytes((64 << 20) + 1);
        await gcs.Write("small", Bytes(10));
        await gcs.Write("large", content, "gzip");
        await using (var writer = await gcs.Store.WriteAsync(Target("left", content), Stop))
        {
            await writer.WriteAsync(0, Open(content, writer.Parts[0]), Stop);
            gcs.Server.Faults.Add(new() { Kind = StandIn.Storage.StorageFaultKind.ResetUpload, Operation = "objects.resume", At = 1 << 20 });
            await Assert.ThrowsAsync<MlOpsException>(() => writer.WriteAsync(1, Open(content, writer.Parts[1]), Stop));
            await writer.AbandonAsync(Stop);
        }

        await foreach (var one in gcs.Store.ListAsync(At(""), Stop))
        {
            await Read(gcs.Store, one, 0, one.Size);
        }

        await gcs.Store.FindLocationAsync(Bucket, Stop);

        // What becomes of a session that was begun is said in words only, not in the contract.
        Assert.Equal(WireContract.Storage.Operations.Concat(["objects.cancelResumable", "objects.resume"]).Order(), gcs.Server.Calls.Counts.Keys.Order());
        Assert.Empty(gcs.Server.Violations);
    }
}
