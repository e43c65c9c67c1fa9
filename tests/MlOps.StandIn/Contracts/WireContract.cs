using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MlOps.StandIn.Contracts;

/// <summary>What a service accepts and answers, as its vendor publishes it: what requests and answers are held against.</summary>
public sealed class WireContract
{
    private static readonly JsonSerializerOptions Reading = new() { PropertyNameCaseInsensitive = true };
    private readonly Dictionary<string, WireOperation> _operations;
    private readonly Dictionary<string, WireShape> _shapes;
    private readonly ConcurrentDictionary<string, Regex> _patterns = new();

    private WireContract(Document document)
    {
        TargetPrefix = document.TargetPrefix;
        SigningName = document.SigningName;
        _operations = document.Operations;
        _shapes = document.Shapes;
    }

    /// <summary>SageMaker.</summary>
    public static WireContract SageMaker { get; } = Load("sagemaker");

    /// <summary>CloudWatch Logs.</summary>
    public static WireContract Logs { get; } = Load("logs");

    /// <summary>What stands before the operation in <c>X-Amz-Target</c>.</summary>
    public string TargetPrefix { get; }

    /// <summary>The service's name in signatures, and in the actions of policies.</summary>
    public string SigningName { get; }

    /// <summary>The names of the operations.</summary>
    public IReadOnlyCollection<string> Operations => _operations.Keys;

    /// <summary>Reads <c>contracts/&lt;name&gt;.json</c>, which the build puts beside the program.</summary>
    public static WireContract Load(string name)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "contracts", $"{name}.json"));
        return new(JsonSerializer.Deserialize<Document>(file, Reading)!);
    }

    /// <summary>The contract and operation of a target such as <c>SageMaker.Search</c>; null when there is none.</summary>
    public static (WireContract Contract, string Operation)? Find(string target)
    {
        var dot = target.LastIndexOf('.');
        var contract = dot < 0 ? null : new[] { SageMaker, Logs }.FirstOrDefault(contract => contract.TargetPrefix == target[..dot]);
        return contract is not null && contract._operations.ContainsKey(target[(dot + 1)..]) ? (contract, target[(dot + 1)..]) : null;
    }

    /// <summary>What is wrong with a request's body.</summary>
    public IReadOnlyList<string> CheckInput(string operation, JsonNode? body) => Check(_operations[operation].Input, body ?? new JsonObject(), whole: true);

    /// <summary>What is wrong with a part of a request's body, in which members may be missing.</summary>
    public IReadOnlyList<string> CheckPartOfInput(string operation, JsonNode? body) => Check(_operations[operation].Input, body ?? new JsonObject(), whole: false);

    /// <summary>What is wrong with an answer's body.</summary>
    public IReadOnlyList<string> CheckOutput(string operation, JsonNode? body) => _operations[operation].Output is { } output
        ? Check(output, body ?? new JsonObject(), whole: true)
        : body is null or JsonObject { Count: 0 } ? [] : ["(body): nothing is answered by this operation"];

    /// <summary>The members of a structure.</summary>
    public IReadOnlyCollection<string> Members(string shape) => (IReadOnlyCollection<string>)_shapes[shape].Members.Keys;

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

    private List<string> Check(string shape, JsonNode body, bool whole)
    {
        var check = new ShapeCheck(this, whole);
        check.Run("", shape, body);
        return check.Problems;
    }

    private sealed record Document(string TargetPrefix, string SigningName, Dictionary<string, WireOperation> Operations, Dictionary<string, WireShape> Shapes);
}
