using Microsoft.AspNetCore.Http;

namespace MlOps.StandIn.Storage;

/// <summary>How a store speaks: which requests are its own, and what it answers.</summary>
internal interface IStorageDialect
{
    /// <summary>The name that operations have before their own in lists of calls: <c>S3</c>, <c>Storage</c>.</summary>
    string Name { get; }

    /// <summary>The header of answers that names the request.</summary>
    string RequestId { get; }

    /// <summary>Takes a request apart; null when it is none of this store.</summary>
    StorageRequest? Recognize(HttpContext context, StorageTarget target);

    /// <summary>Carries a request out. Throws <see cref="StorageFailure"/>.</summary>
    Task<StorageAnswer> AnswerAsync(StorageRequest request);

    /// <summary>How the store says that something failed.</summary>
    StorageAnswer Explain(StorageRequest request, StorageFailure failure);

    /// <summary>A failure that a test asks for, in the store's words.</summary>
    StorageFailure Failure(int status, string? code);
}
