namespace MlOps;

/// <summary>When two values of hyperparameters are the same: numbers by their value whatever their types are, anything else by type and content, texts with their case.</summary>
internal static class SameValue
{
    /// <summary>Whether two values are the same.</summary>
    public static bool Are(object? one, object? other) =>
        PlainNumber.TryRead(one, out var first) && PlainNumber.TryRead(other, out var second) ? first == second : Equals(one, other);
}
