using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>Turns a job into the request that Vertex AI takes for it. Asks nobody and changes nothing.</summary>
internal static class CustomJobRequest
{
    private const string Member = "jobSpec";

    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Builds the request.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="defaults">The settings.</param>
    /// <returns>The request, and what is missing before it can be sent. Project and region are no part of it, but of the address that it is sent to.</returns>
    /// <exception cref="MlOpsException">Vertex AI cannot run the job; the message says why.</exception>
    public static BuiltRequest Build(TrainingSpec spec, VertexDefaults defaults)
    {
        JobName.Validate(spec.Name);
        RequestChecks.RequireReadable(spec.Image);
        var options = RequestOptions.Read(spec.ProviderOptions, CustomJobMembers.All);
        var job = Job(spec, defaults, options);
        RequestLimits.Check(job.JobSpec!, job.EncryptionSpec);
        var document = JsonSerializer.SerializeToNode(job, VertexJson.Default.CustomJobDocument)!.AsObject();
        RequestOptions.Merge(document, options);
        RequestChecks.RequireImage(spec, document[Member] as JsonObject);
        return new(document, RequestChecks.Missing(document[Member] as JsonObject), RequestChecks.Ignored(spec, Member));
    }

    /// <summary>Where files of this machine are sent that the job shall read: beside the folders of jobs, in the bucket that it writes to.</summary>
    public static string StagingRoot(TrainingSpec spec, VertexDefaults defaults)
    {
        var given = ObjectLocation.Parse("gs://", JobSpecs.BaseUri(RequestOptions.Read(spec.ProviderOptions, CustomJobMembers.All)[Member]))?.Bucket;
        return $"gs://{defaults.Bucket ?? given ?? StagedAddress.UnknownBucket}/mlops";
    }

    /// <summary>The request as text, which the service takes as it is.</summary>
    /// <param name="document">The request.</param>
    /// <returns>Indented JSON.</returns>
    public static string Text(JsonObject document) => document.ToJsonString(s_readable);

    private static CustomJobDocument Job(TrainingSpec spec, VertexDefaults defaults, JsonObject options)
    {
        var inputs = InputChannels.Check(spec);
        var baseUri = JobSpecs.BaseUri(options[Member]) ?? (defaults.Bucket is { } bucket ? VertexPaths.BaseUri(bucket, spec.Name) : null);
        var paths = VertexPaths.Of(inputs, baseUri ?? VertexPaths.BaseUri(StagedAddress.UnknownBucket, spec.Name));
        return new()
        {
            DisplayName = spec.Name,
            JobSpec = JobSpecs.Of(spec, defaults, baseUri, Containers.Of(spec, paths)),
            Labels = Labels.Of(spec.Tags),
            EncryptionSpec = spec.EncryptionKey is null ? null : new() { KmsKeyName = spec.EncryptionKey },
        };
    }
}
