using System.Text.Json.Nodes;
using MlOps.StandIn.Contracts;

namespace MlOps.StandIn.Storage;

/// <summary>Holds requests to Cloud Storage against the contract. What is wrong is reported and carried out: the service ignores what it does not know.</summary>
/// <param name="report">Takes what is wrong: <c>objects.list: pageSize: is not known</c>.</param>
internal sealed class CloudStorageContract(Action<string> report)
{
    /// <summary>Looks at the parameters of a request's query.</summary>
    public void CheckQuery(StorageRequest request)
    {
        if (WireContract.Storage.Operations.Contains(request.Operation))
        {
            Check(request.Operation, new(request.Target.Query.Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)parameter.Value))), hasBody: false);
        }
        else if (request.Operation.Length == 0)
        {
            report($"{request.Context.Request.Method} {request.Target.Raw}: is not an operation");
        }
    }

    /// <summary>Looks at the body of a request.</summary>
    public void CheckBody(StorageRequest request, JsonObject body) => Check(request.Operation, new() { ["body"] = body.DeepClone() }, hasBody: true);

    /// <summary>Reports what no contract says.</summary>
    public void Report(StorageRequest request, string problem) => report($"{request.Operation}: {problem}");

    private void Check(string operation, JsonObject request, bool hasBody)
    {
        foreach (var problem in WireContract.Storage.Examine(operation, request, whole: hasBody).All)
        {
            report($"{operation}: {problem}");
        }
    }
}
