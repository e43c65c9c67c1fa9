using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Storage;

/// <summary>What the faults of an account or a project mean for its store.</summary>
internal static class CommonFaults
{
    public static StorageTurn Turn(FaultKind? fault, IStorageDialect dialect, StorageRequest request)
    {
        var isS3 = dialect.Name == "S3";
        StorageTurn Refused(int status, string? code = null) => new(dialect.Explain(request, dialect.Failure(status, code)), []);
        static StorageTurn Met(StorageFaultKind kind) => new(null, [new(new() { Kind = kind }, 0.5)]);
        return fault switch
        {
            FaultKind.Status500 => Refused(500),
            FaultKind.Status503 => Refused(503),
            FaultKind.Throttle => Refused(isS3 ? 503 : 429),
            FaultKind.Expired => isS3 ? Refused(400, "ExpiredToken") : Refused(401),
            FaultKind.Skew => isS3 ? Refused(403, "RequestTimeTooSkewed") : Refused(401),
            FaultKind.Reset => Met(StorageFaultKind.Reset),
            FaultKind.Truncate => Met(StorageFaultKind.ShortLength),
            FaultKind.Slow => Met(StorageFaultKind.Slow),
            _ => new(null, []),
        };
    }
}
