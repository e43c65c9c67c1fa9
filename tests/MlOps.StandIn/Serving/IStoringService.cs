using Microsoft.AspNetCore.Http;
using MlOps.StandIn.Storage;

namespace MlOps.StandIn.Serving;

/// <summary>A service that has a store beside it, whose requests are not read as texts.</summary>
internal interface IStoringService
{
    /// <summary>Answers a request when it is one of the store.</summary>
    Task<bool> TryServeAsync(HttpContext context, StorageTarget target);
}
