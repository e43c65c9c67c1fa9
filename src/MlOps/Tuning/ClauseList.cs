namespace MlOps;

/// <summary>Writes things one after the other, as a sentence has them.</summary>
internal static class ClauseList
{
    /// <summary>Writes them.</summary>
    /// <returns><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</returns>
    public static string Of(IEnumerable<string> clauses) => clauses.ToArray() switch
    {
        [] => "",
        [var one] => one,
        [.. var before, var last] => $"{string.Join(", ", before)} and {last}",
    };
}
