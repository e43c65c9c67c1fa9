using System.Globalization;

namespace MlOps.StandIn.Storage;

/// <summary>What a request to Cloud Storage says of the generation that is there.</summary>
internal static class CloudStorageConditions
{
    /// <summary>Whether what is there is as the request wants it. Throws when it is not.</summary>
    public static bool Hold(StorageTarget target, TableObject? present) =>
        Hold(present, Number(target, "ifGenerationMatch"), Number(target, "ifGenerationNotMatch"), Number(target, "ifMetagenerationMatch"));

    /// <summary>Whether an object is of a generation (0: there is none) and not of another.</summary>
    public static bool Hold(TableObject? present, long? match, long? notMatch = null, long? metageneration = null)
    {
        var generation = present?.Generation ?? 0;
        if ((match is not null && match != generation) || (metageneration is not null && metageneration != (present is null ? 0 : 1)))
        {
            throw new StorageFailure(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
        }

        return notMatch is null || notMatch != generation ? true : throw new StorageFailure(304, "notModified", "Not Modified");
    }

    /// <summary>The version that a request means.</summary>
    public static TableObject Find(StorageRequest request, TableBucket bucket)
    {
        var found = Number(request.Target, "generation") is { } generation ? bucket.Find(request.Key, generation) : bucket.Find(request.Key);
        return found ?? throw NotFound(request, request.Key);
    }

    public static StorageFailure NotFound(StorageRequest request, string name) => new(404, "notFound", $"No such object: {request.Bucket}/{name}");

    public static long? Number(StorageTarget target, string parameter) => target.Query.GetValueOrDefault(parameter) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new StorageFailure(400, "invalid", $"Invalid value for: {parameter} is not a valid number");
}
