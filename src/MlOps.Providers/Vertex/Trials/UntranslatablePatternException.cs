namespace MlOps.Providers.Vertex.Trials;

/// <summary>A pattern has something that the script in a trial's container cannot do.</summary>
/// <param name="what">What, with an article: <c>a back-reference</c>.</param>
internal sealed class UntranslatablePatternException(string what) : Exception($"The pattern has {what}.")
{
    /// <summary>What the pattern has, with an article.</summary>
    public string What => what;
}
