using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MlOps.StandIn.Contracts;

/// <summary>What a service accepts and answers, as its vendor publishes it: what requests and answers are held against.</summary>
public sealed class WireContract
{
    private static readonly JsonSerializerOptions Reading = new() { PropertyNameCaseInsensitive = true };

    /// <summary>What every REST operation of the vendor takes.</summary>
    private static readonly HashSet<string> RestParameters = ["alt", "$alt", "fields", "key", "prettyPrint", "quotaUser"];

    private readonly Dictionary<string, WireOperation> _operations;
    private readonly Dictionary<string, WireShape> _shapes;
    private readonly ConcurrentDictionary<string, Regex> _patterns = new();

    private readonly Dictionary<string, RestTemplate> _templates;

    private WireContract(Document document, string? prefix)
    {
        TargetPrefix = document.TargetPrefix ?? prefix ?? throw new JsonException("A contract without a target prefix.");
        SigningName = document.SigningName ?? "";
        _operations = document.Operations;
        _shapes = document.Shapes;
        _templates = _operations.Where(operation => operation.Value.Http is not null).ToDictionary(operation => operation.Key, operation => new RestTemplate(operation.Value.Http!));
    }

    /// <summary>SageMaker.</summary>
    public static WireContract SageMaker { get; } = Load("sagemaker");

    /// <summary>CloudWatch Logs.</summary>
    public static WireContract Logs { get; } = Load("logs");

    /// <summary>Vertex AI.</summary>
    public static WireContract Vertex { get; } = Load("vertex", "Vertex").With("GetOperation", new()
    {
        // The service's part that is common to all of the vendor's.
        Http = "GET /v1/{name=projects/*/locations/*/operations/*}",
        Response = "google.longrunning.Operation",
    });

    /// <summary>Cloud Logging.</summary>
    public static WireContract CloudLogging { get; } = Load("cloudlogging", "CloudLogging");

    /// <summary>Cloud Storage.</summary>
    public static WireContract Storage { get; } = Load("storage", "Storage");

    /// <summary>What stands before the operation in <c>X-Amz-Target</c>. With REST it is our own name of the service.</summary>
    public string TargetPrefix { get; }

    /// <summary>The service's name in signatures, and in the actions of policies.</summary>
    public string SigningName { get; }

    /// <summary>The names of the operations.</summary>
    public IReadOnlyCollection<string> Operations => _operations.Keys;

    /// <summary>Reads <c>contracts/&lt;name&gt;.json</c>, which the build puts beside the program.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="prefix">The service's name in targets, where the file has none.</param>
    public static WireContract Load(string name, string? prefix = null)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "contracts", $"{name}.json"));
        return new(JsonSerializer.Deserialize<Document>(file, Reading)!, prefix);
    }

    /// <summary>The contract and operation of a target such as <c>SageMaker.Search</c> or <c>CloudLogging.entries.list</c>; null when there is none.</summary>
    public static (WireContract Contract, string Operation)? Find(string target)
    {
        var dot = target.IndexOf('.', StringComparison.Ordinal);
        var contract = dot < 0 ? null : new[] { SageMaker, Logs, Vertex, CloudLogging, Storage }.FirstOrDefault(contract => contract.TargetPrefix == target[..dot]);
        return contract is not null && contract._operations.ContainsKey(target[(dot + 1)..]) ? (contract, target[(dot + 1)..]) : null;
    }

    /// <summary>Whether its operations are paths, and not targets.</summary>
    public bool IsRest => _templates.Count > 0;

    /// <summary>What is wrong with a request's body. With REST: with a request as <see cref="Serving.ServiceCall.Json"/> has it.</summary>
    public IReadOnlyList<string> CheckInput(string operation, JsonNode? body) => Examine(operation, body).All;

    /// <summary>What is wrong with a part of a request's body, in which members may be missing.</summary>
    public IReadOnlyList<string> CheckPartOfInput(string operation, JsonNode? body) => Examine(operation, body, whole: false).All;

    /// <summary>What is wrong with an answer's body. With REST nothing is required: what has its default value is left out.</summary>
    public IReadOnlyList<string> CheckOutput(string operation, JsonNode? body)
    {
        if ((_operations[operation].Output ?? _operations[operation].Response) is not { } output)
        {
            return body is null or JsonObject { Count: 0 } ? [] : ["(body): nothing is answered by this operation"];
        }

        var check = new ShapeCheck(this, whole: !IsRest, request: false);
        check.Run("", output, body ?? new JsonObject());
        return check.Problems;
    }

    /// <summary>What is wrong with a request: what the service refuses, and what it only ignores.</summary>
    internal InputCheck Examine(string operation, JsonNode? request, bool whole = true)
    {
        if (IsRest)
        {
            return ExamineRest(operation, request as JsonObject ?? [], whole);
        }

        var check = new ShapeCheck(this, whole);
        check.Run("", _operations[operation].Input!, request ?? new JsonObject());
        return new(check.Problems, check.Remarks);
    }

    internal RestTemplate Template(string operation) => _templates[operation];

    /// <summary>The members of a structure.</summary>
    public IReadOnlyCollection<string> Members(string shape) => (IReadOnlyCollection<string>)_shapes[shape].Members.Keys;

    /// <summary>The members of a structure that a request may set.</summary>
    public IReadOnlyCollection<string> Settable(string shape) => [.. _shapes[shape].Members.Keys.Except(_shapes[shape].OutputOnly)];

    /// <summary>The values that a text may have.</summary>
    public IReadOnlyCollection<string> Choices(string shape) => _shapes[shape].Enum;

    /// <summary>The type at the end of a path of members, through lists and maps; null when the structure has no such path.</summary>
    public string? TypeAt(string shape, IEnumerable<string> path)
    {
        var current = _shapes[shape];
        foreach (var name in path)
        {
            while (current.Item is { } item)
            {
                current = _shapes[item];
            }

            if ((current.Value ?? current.Members.GetValueOrDefault(name)) is not { } next)
            {
                return null;
            }

            current = _shapes[next];
        }

        return current.Type;
    }

    internal WireShape Shape(string name) => _shapes[name];

    internal Regex Pattern(string pattern) => _patterns.GetOrAdd(
        pattern,
        // The vendor writes Java's patterns; this is the one construct of theirs that .NET does not know.
        static pattern => new($@"\A(?:{pattern.Replace(@"\p{Alnum}", "a-zA-Z0-9", StringComparison.Ordinal)})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));

    private WireContract With(string name, WireOperation operation)
    {
        _operations.Add(name, operation);
        _templates.Add(name, new(operation.Http!));
        return this;
    }

    private InputCheck ExamineRest(string operation, JsonObject request, bool whole)
    {
        var (shape, template) = (_operations[operation], _templates[operation]);
        var check = new ShapeCheck(this, whole, request: true, template.Variables);
        if (shape.Body is not null && (whole || request["body"] is not null))
        {
            check.Run("", shape.Body, request["body"] ?? new JsonObject());
        }

        foreach (var (name, value) in request)
        {
            var text = value is JsonValue && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
            var problem = name switch
            {
                "body" => shape.Body is null ? "there is none in this operation" : null,
                _ when template.Variables.Contains(name) => text is not null && template.Fits(name, text) ? null : $"'{text}' is not such a name",
                "pageSize" when shape.Query.Contains(name) => int.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : $"'{text}' is not a whole number",
                _ => shape.Query.Contains(name) || RestParameters.Contains(name) ? null : "is not known",
            };
            if (problem is not null)
            {
                check.Problems.Add($"{(name == "body" ? "(body)" : name)}: {problem}");
            }
        }

        return new(check.Problems, check.Remarks);
    }

    private sealed record Document(string? TargetPrefix, string? SigningName, Dictionary<string, WireOperation> Operations, Dictionary<string, WireShape> Shapes);
}
