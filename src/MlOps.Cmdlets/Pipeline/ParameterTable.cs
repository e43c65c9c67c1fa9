namespace MlOps.Cmdlets.Pipeline;

/// <summary>Values for parameters of a cmdlet that came in a table.</summary>
/// <param name="Where">What the table is called in an error, such as <c>-ProviderParameter 'Vertex'</c>.</param>
/// <param name="Values">The values by the names of the parameters.</param>
internal sealed record ParameterTable(string Where, IReadOnlyList<KeyValuePair<string, object?>> Values);
