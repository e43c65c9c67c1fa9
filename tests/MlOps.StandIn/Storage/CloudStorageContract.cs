using System.Text.Json.Nodes;
using MlOps.StandIn.Contracts;

namespace MlOps.StandIn.Storage;

/// <summary>Holds requests to Cloud Storage against its contract.</summary>
internal static class CloudStorageContract
{
    /// <summary>What is wrong with a request whose body has been read; nothing for operations that the contract does not have.</summary>
    public static IReadOnlyList<string> Check(StorageRequest request)
    {
        if (!WireContract.Storage.Operations.Contains(request.Operation))
        {
            return [];
        }

        var shown = new JsonObject { ["bucket"] = request.Bucket };
        if (request.Key.Length > 0)
        {
            shown[request.Operation == "objects.compose" ? "destinationObject" : "object"] = request.Key;
        }

        foreach (var (name, value) in request.Target.Query)
        {
            shown[name] = value;
        }

        if (request.Document is { } document)
        {
            shown["body"] = document.DeepClone();
        }

        return WireContract.Storage.CheckInput(request.Operation, shown);
    }
}
