namespace MlOps.Providers.Requests;

/// <summary>Python holds its output back when it goes to a pipe. A log that can be followed is worth more.</summary>
internal static class PythonOutput
{
    private const string Name = "PYTHONUNBUFFERED";
    private const string Value = "1";

    /// <summary>Asks Python to write at once, where the job does not say otherwise.</summary>
    public static void Unbuffer(IDictionary<string, string> variables) => variables.TryAdd(Name, Value);

    /// <summary>The variables without what <see cref="Unbuffer"/> has added.</summary>
    public static IReadOnlyDictionary<string, string> Without(IReadOnlyDictionary<string, string> variables) =>
        variables.GetValueOrDefault(Name) == Value
            ? new OrderedDictionary<string, string>(variables.Where(variable => variable.Key != Name), StringComparer.Ordinal)
            : variables;
}
