using System.Text.RegularExpressions;

namespace MlOps.StandIn.Contracts;

/// <summary>The method and the path of a REST operation, with variables: <c>POST /v1/{name=projects/*/locations/*/customJobs/*}:cancel</c>.</summary>
internal sealed partial class RestTemplate
{
    private readonly string _method;
    private readonly Regex _path;
    private readonly Dictionary<string, Regex> _variables = new(StringComparer.Ordinal);

    public RestTemplate(string http)
    {
        var space = http.IndexOf(' ', StringComparison.Ordinal);
        _method = http[..space];
        var path = "";
        var rest = http.AsSpan(space + 1).ToString();
        var end = 0;
        foreach (Match variable in Variable().Matches(rest))
        {
            var pattern = variable.Groups["pattern"] is { Success: true } given ? Regex.Escape(given.Value).Replace(@"\*", "[^/:]+", StringComparison.Ordinal) : "[^/]+";
            _variables[variable.Groups["name"].Value] = Whole(pattern);
            path += $"{Regex.Escape(rest[end..variable.Index])}(?<{variable.Groups["name"].Value}>{pattern})";
            end = variable.Index + variable.Length;
        }

        _path = Whole(path + Regex.Escape(rest[end..]));
    }

    /// <summary>The names of the variables.</summary>
    public IReadOnlyCollection<string> Variables => _variables.Keys;

    /// <summary>The values of the variables in an escaped path; null when it is another operation's.</summary>
    public IReadOnlyDictionary<string, string>? Match(string method, string path) => method == _method && _path.Match(path) is { Success: true } match
        ? _variables.Keys.ToDictionary(name => name, name => Uri.UnescapeDataString(match.Groups[name].Value))
        : null;

    /// <summary>Whether a variable may have a value.</summary>
    public bool Fits(string variable, string value) => _variables[variable].IsMatch(value);

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"\{(?<name>\w+)(=(?<pattern>[^}]+))?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
